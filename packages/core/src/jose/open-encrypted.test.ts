import { expect, it } from 'vitest'
import { resolveDecryption } from '../options/resolve-decryption.js'
import type { DecryptionPolicy } from '../policy.js'
import { createRecipient, type Recipient } from '../testing.js'
import type { DecryptionKey } from './decryption-key.js'
import { createOpener } from './open-encrypted.js'

const keyOf = ({ decryption, kid }: Recipient): DecryptionKey => {
  const { select } = resolveDecryption({ decryption }, {}, undefined).decryption as DecryptionPolicy
  return select(kid)[0] as DecryptionKey
}
const asymmetric = createRecipient({ alg: 'ECDH-ES' })
const symmetric = createRecipient({ alg: 'dir' })

/** What became of several that were asked for at once. */
async function openAtOnce(recipient: Recipient, count: number, most: number): Promise<string[]> {
  const open = createOpener(most)
  const token = await recipient.encrypt('inside')
  const key = keyOf(recipient)
  const ask = async (): Promise<string> => (await open(token, key, recipient.enc)).toString()
  const first = await Promise.allSettled(Array.from({ length: count }, ask))
  expect(await ask()).toBe('inside')
  return first.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.name))
}

it('opens no more at once with private keys than is allowed, and goes on afterwards', async () => {
  expect(await openAtOnce(asymmetric, 4, 2)).toEqual([
    'inside',
    'inside',
    'UnavailableError',
    'UnavailableError',
  ])
})

it('says in the cause which limit was reached, and asks to come back soon', async () => {
  const open = createOpener(1)
  const token = await asymmetric.encrypt('inside')
  const [, second] = await Promise.allSettled([0, 1].map(() => open(token, keyOf(asymmetric), 'A256GCM')))
  expect(second).toMatchObject({
    reason: {
      part: 'decryption',
      headers: { 'Retry-After': '1' },
      cause: { message: 'decryption.maxInFlight: 1 private-key operations are running' },
    },
  })
})

it('does not count what a secret opens', async () => {
  expect(await openAtOnce(symmetric, 4, 1)).toEqual(['inside', 'inside', 'inside', 'inside'])
})

it('counts down also where a token cannot be opened', async () => {
  const open = createOpener(1)
  const token = await asymmetric.encrypt('inside')
  const key = keyOf(asymmetric)
  for (let times = 0; times < 3; times++) {
    await expect(open(token.slice(0, -4), key, 'A256GCM')).rejects.toMatchObject({
      code: 'decryption_failed',
      detail: { length: token.length - 4 },
    })
  }
  expect((await open(token, key, 'A256GCM')).toString()).toBe('inside')
})

it('opens with no other algorithm or encryption than the key and the caller name', async () => {
  const open = createOpener(1)
  const token = await symmetric.encrypt('inside')
  const key = keyOf(symmetric)
  await expect(open(token, key, 'A128CBC-HS256')).rejects.toMatchObject({ code: 'decryption_failed' })
  const { algorithm } = keyOf(createRecipient({ alg: 'A256KW' }))
  await expect(open(token, { ...key, algorithm }, 'A256GCM')).rejects.toMatchObject({
    code: 'decryption_failed',
  })
})
