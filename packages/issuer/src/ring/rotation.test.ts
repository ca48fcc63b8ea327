import { afterEach, describe, expect, test } from 'vitest'
import {
  publishes,
  type SharedRing,
  START,
  sharedRing,
  signs,
  testStore,
} from '../../test-support/shared-ring.js'

let ring: SharedRing
const begin = (): SharedRing => {
  ring = sharedRing()
  return ring
}
afterEach(() => ring.stop())

test('processes that start at once share one key, which signs at once', async () => {
  const { start, store } = begin()
  const [one, two, three] = await Promise.all([start(), start(), start()])
  const kid = await signs(one)
  expect([await signs(two), await signs(three)]).toEqual([kid, kid])
  expect(await publishes(three)).toEqual([kid])
  expect(store.saves).toBe(1)
})

test('next, current, retired, gone: each at its time, in every process', async () => {
  const { start, clock } = begin()
  const processes = await Promise.all([start(), start()])
  const each = async <Value>(
    ask: (process: (typeof processes)[number]) => Promise<Value>,
  ): Promise<Value> => {
    const [first, second] = await Promise.all(processes.map(ask))
    expect(second).toEqual(first)
    return first as Value
  }
  const first = await each(signs)
  clock.set(START + 899)
  expect(await each(publishes)).toEqual([first])
  clock.set(START + 921)
  const [, second] = await each(publishes)
  expect(second).toBeDefined()
  expect(await each(signs)).toBe(first)
  clock.set(START + 1020.9)
  expect(await each(signs)).toBe(first)
  clock.set(START + 1021)
  expect(await each(signs)).toBe(second)
  clock.set(START + 1021 + 3600 + 59)
  expect(await each(publishes)).toContain(first)
  clock.set(START + 1021 + 3600 + 60)
  expect(await each(publishes)).not.toContain(first)
})

test('of many processes that see that a key is due, one makes it', async () => {
  const { start, clock, store } = begin()
  const processes = await Promise.all(Array.from({ length: 5 }, () => start()))
  clock.set(START + 900)
  clock.advance(30)
  const sets = await Promise.all(processes.map(publishes))
  expect(sets[0]).toHaveLength(2)
  expect(new Set(sets.map((set) => set.join())).size).toBe(1)
  expect(store.saves).toBe(2)
})

test('who comes late publishes first all the same, and the old key signs on meanwhile', async () => {
  const { start, clock } = begin()
  const process = await start()
  const first = await signs(process)
  clock.set(START + 50_000)
  expect(await signs(process)).toBe(first)
  const [, next] = process.status().keys
  expect(next).toMatchObject({ state: 'next', publishedFrom: START + 50_000, activeFrom: START + 50_100 })
  clock.advance(100)
  expect(await signs(process)).toBe(next?.kid)
})

test('a private key is gone from the store soon after its last signature', async () => {
  const { start, clock, store } = begin()
  const process = await start()
  await process.rotate()
  clock.advance(101)
  await signs(process)
  const before = store.stored?.sealed.length ?? 0
  clock.advance(61)
  await signs(process)
  expect(process.status().keys.map(({ state }) => state)).toEqual(['retired', 'current'])
  expect(store.stored?.sealed.length).toBeLessThan(before * 0.7)
})

test('a key stays published for as long as the longest token that it signed', async () => {
  const { start, clock } = begin()
  const [one, two] = await Promise.all([start(), start()])
  const first = await signs(one)
  await one.issue({ lifetime: 100_000 })
  clock.advance(25)
  const { activeFrom = 0 } = await two.rotate()
  expect(two.status().keys[0]).toMatchObject({ kid: first, publishedUntil: activeFrom + 2 ** 17 + 60 })
})

test('longer and longer lifetimes cost few saves', async () => {
  const { start, store } = begin()
  const process = await start()
  for (let lifetime = 3600; lifetime < 4000; lifetime++) await process.issue({ lifetime })
  expect(store.saves).toBe(2)
})

describe('rotate()', () => {
  test('publishes a key that signs later, and says when', async () => {
    const { start, clock } = begin()
    const process = await start()
    const first = await signs(process)
    const next = await process.rotate()
    expect(next).toMatchObject({ state: 'next', activeFrom: START + 100, alg: 'ES256' })
    expect(await publishes(process)).toEqual([first, next.kid])
    expect(await signs(process)).toBe(first)
    clock.advance(100)
    expect(await signs(process)).toBe(next.kid)
  })

  test('asked twice, or by two processes, makes one key', async () => {
    const { start } = begin()
    const [one, two] = await Promise.all([start(), start()])
    const next = await Promise.all([one.rotate(), two.rotate(), one.rotate()])
    expect(new Set(next.map(({ kid }) => kid)).size).toBe(1)
    expect(await two.rotate()).toEqual(next[0])
  })

  test('moves the schedule: the next key is due a whole period after it', async () => {
    const { start, clock } = begin()
    const process = await start()
    await process.rotate()
    clock.set(START + 980)
    expect(await publishes(process)).toHaveLength(2)
    clock.set(START + 1021)
    expect(await publishes(process)).toHaveLength(3)
  })

  test('is the only way with every: null', async () => {
    const { start, clock } = begin()
    const process = await start({ rotation: { every: null, publishBefore: 100, pollInterval: 10 } })
    const first = await signs(process)
    clock.advance(10_000_000)
    expect(await publishes(process)).toEqual([first])
    const { kid } = await process.rotate()
    clock.advance(100)
    expect(await signs(process)).toBe(kid)
  })

  test('ends where keys would pile up', async () => {
    const { start, clock } = begin()
    const process = await start({ lifetime: 31_622_400 })
    for (let key = 1; key < 100; key++) {
      await process.rotate()
      clock.advance(100)
    }
    await expect(process.rotate()).rejects.toThrow('no more than 100 keys are published')
    await expect(process.issue({})).resolves.toBeDefined()
  })
})

test('a process whose clock is behind signs with what there is', async () => {
  const { start, clock } = begin()
  await start()
  const late = await start({ clock: () => clock() - 300 })
  await expect(signs(late)).resolves.toBeDefined()
  expect(late.status().keys[0]?.state).toBe('current')
})

test('a new algorithm is that of the next key', async () => {
  const { start, clock } = begin()
  const old = await start()
  const process = await start({ algorithm: 'Ed25519' })
  expect(await signs(process)).toBe(await signs(old))
  const { kid } = await process.rotate()
  clock.advance(100)
  expect(await signs(old)).toBe(kid)
  expect((await old.metadata()).id_token_signing_alg_values_supported).toEqual(['ES256', 'Ed25519'])
})

test('whoever signs is known to live so long, also where keys switch while that is written down', async () => {
  const store = testStore()
  ring = sharedRing(store)
  const process = await ring.start()
  await process.rotate()
  ring.clock.set(START + 99.9)
  const { save } = store
  store.save = async (next, expectedVersion) => {
    const saved = await save(next, expectedVersion)
    ring.clock.advance(0.2)
    return saved
  }
  const { token } = await process.issue({ lifetime: 10_000 })
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
  const { keys } = JSON.parse(store.stored?.record ?? '') as { keys: { kid: string; lifetime: number }[] }
  expect(keys.find((key) => key.kid === kid)?.lifetime).toBeGreaterThanOrEqual(10_000)
})
