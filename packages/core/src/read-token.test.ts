import { expect, it } from 'vitest'
import { createAttempt } from './attempt.js'
import { Family } from './family.js'
import type { DecryptionOptions } from './options/decryption-options.js'
import { readToken } from './read-token.js'
import { createRecipient, createSigner, mintToken } from './testing.js'

const signer = createSigner()
const secret = createRecipient({ alg: 'dir' })
const signed = mintToken(signer, { sub: 'alice' })

const read = (text: string, decryption: DecryptionOptions | null) => {
  const { policy } = new Family({ issuer: null, audience: null, keys: signer.keys, decryption }).root
  return readToken(text, policy, createAttempt())
}
/** It throws or rejects. */
const attempt = async (text: string, decryption: DecryptionOptions | null): Promise<unknown> =>
  read(text, decryption)

it.each<[string, DecryptionOptions | null]>([
  ['is not configured', null],
  ['is not required', { ...secret.decryption, required: false }],
])('reads a signed token at once where decryption %s', (_what, decryption) => {
  expect(read(signed, decryption)).toMatchObject({ token: { length: signed.length } })
})

it.each<[string, DecryptionOptions, () => string | Promise<string>]>([
  ['a signed token where encryption is required', secret.decryption, () => signed],
  ['an encrypted token with something else inside', secret.decryption, () => secret.encrypt('hello')],
  [
    'bare claims that are none',
    { ...secret.decryption, bareClaims: true },
    () => secret.encrypt('["alice"]'),
  ],
])('refuses %s by one name, and tells no more than its length', async (_what, decryption, make) => {
  const text = await make()
  await expect(attempt(text, decryption)).rejects.toMatchObject({
    code: 'decryption_failed',
    detail: { length: text.length },
  })
})
