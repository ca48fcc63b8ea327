import { generateKeyPairSync } from 'node:crypto'
import type { DecryptionKeys, DecryptionOptions, Jwk } from '@meishi/core'
import { createRecipient, type Recipient } from '@meishi/core/testing'
import { CompactEncrypt } from 'jose'

/** To whom the attacked service lets tokens be encrypted. */
export const oaep = createRecipient({ alg: 'RSA-OAEP-256', kid: 'oaep' })
export const agreed = createRecipient({ alg: 'ECDH-ES', kid: 'agreed' })
export const direct = createRecipient({ alg: 'dir', kid: 'direct' })
export const wrapped = createRecipient({ alg: 'A128KW', enc: 'A128GCM', kid: 'wrapped' })

export const secretOf = ({ decryption }: Recipient): Uint8Array =>
  (decryption.keys as { secret: Uint8Array }).secret

/** A key of the service that is for signatures alone, and stands in its set. */
const signing = generateKeyPairSync('rsa', { modulusLength: 2048 })
const signingJwk = { ...signing.privateKey.export({ format: 'jwk' }), use: 'sig', kid: 'signs' } as Jwk
const oaepJwk = {
  ...(oaep.decryption.keys as unknown as { privateKey: typeof signing.privateKey }).privateKey.export({
    format: 'jwk',
  }),
  use: 'enc',
  kid: oaep.kid,
  alg: oaep.alg,
} as Jwk

/** Encrypts to the key that is for signatures. */
export const toSigningKey = (content: string, alg: string): Promise<string> =>
  new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({ alg, enc: 'A256GCM', kid: 'signs' })
    .encrypt(signing.publicKey)

export const DECRYPTION: DecryptionOptions = {
  keys: [
    { jwks: { keys: [signingJwk, oaepJwk] } },
    ...[agreed, direct, wrapped].map(({ decryption }) => decryption.keys as DecryptionKeys),
  ],
  encryptions: ['A256GCM', 'A128GCM'],
}
