import { afterEach, expect, test } from 'vitest'
import {
  publishes,
  type SharedRing,
  START,
  sharedRing,
  signs,
  testStore,
} from '../../test-support/shared-ring.js'

let ring: SharedRing
afterEach(() => ring.stop())
const begin = (): SharedRing => {
  ring = sharedRing()
  return ring
}

/** A revocation list that writes down what it is told, and may fail. */
function notebook() {
  const entries: object[] = []
  return {
    entries,
    isDown: false,
    async revoke(entry: object) {
      if (this.isDown) throw new Error('list down')
      entries.push(entry)
    },
  }
}

test('puts one new key in the place of all others, next ones included, at once', async () => {
  const { start } = begin()
  const process = await start()
  const old = [await signs(process), (await process.rotate()).kid]
  const fresh = await process.reset()
  expect(fresh).toMatchObject({ state: 'current', activeFrom: START })
  expect(old).not.toContain(fresh.kid)
  expect(await publishes(process)).toEqual([fresh.kid])
  expect(await signs(process)).toBe(fresh.kid)
})

test('other processes follow as soon as they look', async () => {
  const { start, clock } = begin()
  const [one, two] = await Promise.all([start(), start()])
  const { kid } = await one.reset()
  clock.advance(20.5)
  expect(await signs(two)).toBe(kid)
  expect(await publishes(two)).toEqual([kid])
})

test('leaves tombstones in the ring, and tells the revocation list', async () => {
  const { start, store } = begin()
  const revocation = notebook()
  const process = await start({ revocation })
  const old = [await signs(process), (await process.rotate()).kid]
  await process.reset()
  expect(revocation.entries).toEqual(
    old.map((keyId) => ({
      issuer: 'https://auth.example.com',
      keyId,
      reason: 'the key ring was reset',
    })),
  )
  const { tombstones } = JSON.parse(store.stored?.record ?? '{}')
  expect(tombstones).toEqual(old.map((kid) => ({ kid, resetAt: START, revoked: true })))
})

test('a list that cannot be told is an error, the keys are gone all the same, and another process tells it', async () => {
  const { start, clock } = begin()
  const revocation = notebook()
  revocation.isDown = true
  const [one, two] = [await start({ revocation }), await start({ revocation })]
  const old = await signs(one)
  await expect(one.reset()).rejects.toThrow('list down')
  expect(await signs(one)).not.toBe(old)
  revocation.isDown = false
  clock.advance(30)
  await signs(two)
  expect(revocation.entries).toMatchObject([{ keyId: old }])
  await two.reset()
  clock.advance(30)
  await signs(one)
  expect(revocation.entries).toHaveLength(2)
})

test('two resets are two: each ends what is there', async () => {
  const { start } = begin()
  const [one, two] = await Promise.all([start(), start()])
  const [a, b] = [await one.reset(), await two.reset()]
  expect(a.kid).not.toBe(b.kid)
  expect(await publishes(two)).toEqual([b.kid])
})

test('a tombstoned key never comes back, whatever the store says', async () => {
  const { start, clock, store } = begin()
  const process = await start()
  const old = await signs(process)
  const before = store.stored
  const { kid } = await process.reset()
  store.stored = before
  clock.advance(30)
  expect(await publishes(process)).toEqual([kid])
  const newcomer = await start()
  expect(await signs(newcomer)).toBe(kid)
  expect(await publishes(newcomer)).not.toContain(old)
})

test('nor where others went on from a version that did not know of the reset', async () => {
  const { start, clock, store } = begin()
  const process = await start()
  const old = await signs(process)
  const before = store.stored
  const { kid } = await process.reset()
  // A failover lost the reset; another process, which had not seen it, rotated three times since.
  const elsewhere = sharedRing(testStore())
  elsewhere.store.stored = before
  const other = await elsewhere.start()
  for (let times = 0; times < 3; times++) {
    await other.rotate()
    elsewhere.clock.advance(100)
  }
  expect(elsewhere.store.stored?.version).toBeGreaterThan(store.stored?.version ?? 0)
  store.stored = elsewhere.store.stored
  elsewhere.stop()
  clock.advance(30)
  const published = await publishes(process)
  expect(published).not.toContain(old)
  expect(published).toContain(kid)
  expect(JSON.parse(store.stored?.record ?? '{}').tombstones).toMatchObject([{ kid: old }])
})
