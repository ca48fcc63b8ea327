import { describe, expect, it } from 'vitest'
import type { DecryptionKeys } from '../keys/decryption-keys.js'
import { resolveDecryption } from '../options/resolve-decryption.js'
import type { DecryptionPolicy } from '../policy.js'
import { createRecipient, type Recipient } from '../testing.js'
import { decryptToken } from './decrypt-token.js'
import { parseEncrypted } from './parse-encrypted.js'

const one = createRecipient({ alg: 'A256KW', kid: 'one' })
const two = createRecipient({ alg: 'A256KW', kid: 'two' })
const agreed = createRecipient({ alg: 'ECDH-ES', kid: 'agreed' })
const shared = createRecipient({ alg: 'dir', enc: 'A192CBC-HS384', kid: 'shared' })
const keysOf = (...recipients: Recipient[]) =>
  recipients.map(({ decryption }) => decryption.keys as DecryptionKeys)

function policyOf(options: object = {}): DecryptionPolicy {
  const encryptions = ['A256GCM', 'A192CBC-HS384', 'A256CBC-HS512'] as const
  const decryption = { keys: keysOf(one, two, agreed, shared), encryptions, ...options }
  return resolveDecryption({ decryption }, {}, undefined).decryption as DecryptionPolicy
}
const policy = policyOf()

const open = async (token: string, by = policy): Promise<string> =>
  (await decryptToken(parseEncrypted(token), by)).plaintext.toString()
const failure = expect.objectContaining({ code: 'decryption_failed' })

/** The header changed after encryption: the same outside, which its tag no longer covers. */
function reheaded(token: string, change: object): string {
  const [header = '', ...rest] = token.split('.')
  const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...change }
  return [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...rest].join('.')
}

describe('a token is opened', () => {
  it.each([one, two, agreed, shared])('by the key that its kid names: $kid', async (recipient) => {
    const token = parseEncrypted(await recipient.encrypt('inside'))
    const { plaintext, key } = await decryptToken(token, policy)
    expect([plaintext.toString(), key.kid, key.algorithm.name]).toEqual([
      'inside',
      recipient.kid,
      recipient.alg,
    ])
  })

  it('without a kid, if exactly one key fits', async () => {
    expect(await open(await agreed.encrypt('inside', { kid: undefined }))).toBe('inside')
    expect(await open(await shared.encrypt('inside', { kid: undefined }))).toBe('inside')
  })

  it('whatever its kid, by a single key that has none', async () => {
    const { kid: _kid, ...nameless } = keysOf(one)[0] as { kid: string; secret: Uint8Array }
    const single = policyOf({ keys: nameless })
    expect(await open(await one.encrypt('inside', { kid: 'whatever' }), single)).toBe('inside')
  })

  it('whatever else its header says of keys and content', async () => {
    const header = { typ: 'JWE', cty: 'JWT', jku: 'https://evil.test', iss: 'evil' }
    expect(await open(await one.encrypt('inside', header))).toBe('inside')
  })
})

const FITS_NO_KEY: [string, () => Promise<string>][] = [
  ['with a kid that nobody has', async () => one.encrypt('x', { kid: 'One' })],
  ['without a kid, if two keys fit', async () => one.encrypt('x', { kid: undefined })],
  ['with an alg that is not accepted', async () => reheaded(await one.encrypt('x'), { alg: 'A128GCMKW' })],
  ['with alg RSA1_5', async () => reheaded(await one.encrypt('x'), { alg: 'RSA1_5' })],
  [
    'with the name of what all objects have',
    async () => reheaded(await one.encrypt('x'), { alg: 'toString' }),
  ],
  ['with an enc that is not accepted', async () => reheaded(await one.encrypt('x'), { enc: 'A128GCM' })],
  ['with an alg that its key does not serve', async () => reheaded(await one.encrypt('x'), { alg: 'dir' })],
  [
    'with an enc that the secret does not serve',
    async () => reheaded(await shared.encrypt('x'), { enc: 'A256GCM' }),
  ],
  ['with zip', async () => reheaded(await one.encrypt('x'), { zip: 'DEF' })],
  ['with zip null', async () => reheaded(await one.encrypt('x'), { zip: null })],
  ['with crit', async () => reheaded(await one.encrypt('x'), { crit: [] })],
  ['with b64', async () => reheaded(await one.encrypt('x'), { b64: true })],
  ['without the encrypted key', async () => (await one.encrypt('x')).replace(/\.[^.]+\./, '..')],
  [
    'with an encrypted key where there is none',
    async () => (await shared.encrypt('x')).replace('..', '.QUJD.'),
  ],
  [
    'with an encrypted key beside an agreement',
    async () => (await agreed.encrypt('x')).replace('..', '.QUJD.'),
  ],
]

describe('a token is not opened', () => {
  it.each(FITS_NO_KEY)('%s, and no key is tried', async (_what, make) => {
    const opens: DecryptionPolicy = { ...policy, open: async () => Buffer.from('opened') }
    const token = await make()
    await expect(open(token, opens)).rejects.toMatchObject({
      code: 'decryption_failed',
      detail: { length: token.length },
    })
  })

  it('with the kid of another key', async () => {
    await expect(open(await one.encrypt('x', { kid: 'two' }))).rejects.toEqual(failure)
  })

  it('with a header that its tag does not cover', async () => {
    await expect(open(reheaded(await one.encrypt('x'), { a: 1 }))).rejects.toEqual(failure)
  })

  it('with zip, also where the compressed content is genuine', async () => {
    await expect(open(await one.encrypt('x'.repeat(1000), { zip: 'DEF' }))).rejects.toEqual(failure)
  })

  it('with b64, also where the rest is genuine', async () => {
    await expect(open(await one.encrypt('x', { b64: true }))).rejects.toEqual(failure)
  })

  it.each([2, 3, 4])('with a part changed: %i', async (at) => {
    const parts = (await one.encrypt('some text')).split('.')
    const part = parts[at] ?? ''
    parts[at] = (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
    await expect(open(parts.join('.'))).rejects.toEqual(failure)
  })
})
