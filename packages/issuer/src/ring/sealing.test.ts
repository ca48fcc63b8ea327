import { createSecretKey, randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { publishes, SEALING, type SharedRing, sharedRing, signs } from '../../test-support/shared-ring.js'
import type { StoredRing } from './key-ring-store.js'
import { sealRing } from './seal-ring.js'
import { importSealingKeys } from './sealing-keys.js'

let ring: SharedRing
afterEach(() => ring.stop())
const begin = (): SharedRing => {
  ring = sharedRing()
  return ring
}
const other = randomBytes(32)

test('what is stored shows public keys and times, and nothing private', async () => {
  const { start, store } = begin()
  const process = await start()
  const { record = '', sealed = '' } = store.stored ?? {}
  expect(JSON.parse(record).keys[0]).toMatchObject({ kid: await signs(process), publicJwk: { kty: 'EC' } })
  expect(record).not.toMatch(/"d":|privateJwk/)
  for (const part of sealed.split('.'))
    expect(Buffer.from(part, 'base64url').toString('latin1')).not.toMatch(/"d":|kty/)
})

describe('a stored ring is refused where', () => {
  const flip = (text: string, at: number): string =>
    text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
  const damaged: readonly (readonly [string, (ring: StoredRing) => StoredRing, string])[] = [
    [
      'a public key was exchanged',
      (r) => ({ ...r, record: flip(r.record, r.record.indexOf('"x":"') + 10) }),
      'was altered',
    ],
    [
      'a time was changed',
      (r) => ({ ...r, record: r.record.replace(/"activeFrom":1/, '"activeFrom":2') }),
      'was altered',
    ],
    [
      'a tombstone was removed',
      (r) => ({ ...r, record: r.record.replace('"tombstones":[]', '"tombstones":[ ]') }),
      'was altered',
    ],
    ['the private part was changed', (r) => ({ ...r, sealed: flip(r.sealed, 40) }), 'was altered'],
    ['the tag was cut', (r) => ({ ...r, sealed: r.sealed.slice(0, -2) }), 'was altered'],
    [
      'the version was changed',
      (r) => ({ ...r, version: r.version + 1 }),
      'version of the stored key ring was altered',
    ],
    ['nothing was sealed', (r) => ({ ...r, sealed: '' }), 'sealed under a key that is not among them'],
  ]
  test.each(damaged)('%s', async (_, damage, message) => {
    const { start, store } = begin()
    await start()
    store.stored = damage(store.stored as StoredRing)
    await expect(start()).rejects.toThrow(message)
  })

  test('it belongs to another issuer', async () => {
    const { start } = begin()
    await start()
    await expect(start({ issuer: 'https://other.example.com' })).rejects.toThrow(
      'belongs to the issuer https://auth.example.com',
    )
  })

  test('the key is not given', async () => {
    const { start } = begin()
    await start()
    await expect(start({ sealingKeys: [other] })).rejects.toThrow(
      'sealingKeys: the stored key ring is sealed under',
    )
  })

  test('a newer meishi wrote it', async () => {
    const { start, store } = begin()
    const keys = importSealingKeys([SEALING], '')
    const newer = sealRing(
      { version: 1, keys: [], tombstones: [], format: 2 } as never,
      'https://auth.example.com',
      keys,
    )
    store.stored = newer
    await expect(start()).rejects.toThrow('has the format 2; this version reads 1')
  })
})

test('a running process signs on with what it knows, says why, and does not write over what it cannot read', async () => {
  const { start, store, clock } = begin()
  const process = await start()
  const kid = await signs(process)
  store.stored = { ...(store.stored as StoredRing), sealed: 'x' }
  const { saves } = store
  clock.advance(30)
  expect(await signs(process)).toBe(kid)
  expect(process.status().ring?.lastError).toContain('sealed under a key')
  expect(store.saves).toBe(saves)
})

test('a sealing key is exchanged in two steps: known to all, then first', async () => {
  const { start, clock, store } = begin()
  const old = await start()
  const kid = await signs(old)
  const both = await start({ sealingKeys: [SEALING, other] })
  const sealedBefore = store.stored?.sealed.split('.')[0]
  const anew = await start({ sealingKeys: [other, SEALING] })
  expect(store.stored?.sealed.split('.')[0]).not.toBe(sealedBefore)
  clock.advance(30)
  expect([await signs(both), await signs(anew)]).toEqual([kid, kid])
  const onlyNew = await start({ sealingKeys: [createSecretKey(other)] })
  expect(await publishes(onlyNew)).toEqual([kid])
})

test.each([
  [[], 'expected a list of keys of 32 bytes'],
  ['text', 'expected a list of keys of 32 bytes'],
  [['short'], 'sealingKeys[0]: expected 32 random bytes'],
  [[SEALING, Buffer.alloc(31)], 'sealingKeys[1]: expected 32 random bytes'],
  [[Buffer.alloc(32)], 'sealingKeys[0]: these bytes are not random'],
  [['not base64url!'], 'sealingKeys[0]: expected 32 random bytes'],
])('%o seals nothing', async (sealingKeys, message) => {
  await expect(begin().start({ sealingKeys: sealingKeys as never })).rejects.toThrow(message)
})

test.each([null, 5, {}, { version: 1, record: '{}' }])(
  'a store that answers %j is told so',
  async (answer) => {
    const store = { load: async () => answer as never, save: async () => true }
    ring = sharedRing()
    await expect(ring.start({ store })).rejects.toThrow(/^store: load\(\) gave neither a ring/)
  },
)
