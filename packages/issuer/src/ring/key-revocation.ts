/** Where the keys of a reset are called back: any revocation list. */
export interface KeyRevocation {
  /** For ever: who has the key can make tokens that live as long as they like. */
  revoke(entry: { readonly issuer: string; readonly keyId: string; readonly reason: string }): Promise<void>
}
