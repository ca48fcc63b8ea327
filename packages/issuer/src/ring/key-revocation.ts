import type { NumericDate } from '@meishi/core'

/** Where the keys of a reset are called back: any revocation list. */
export interface KeyRevocation {
  revoke(entry: {
    readonly issuer: string
    readonly keyId: string
    readonly expiresAt: NumericDate
    readonly reason: string
  }): Promise<void>
}
