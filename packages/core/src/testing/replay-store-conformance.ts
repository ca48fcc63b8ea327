import { strict as assert } from 'node:assert'
import { randomBytes } from 'node:crypto'
import type { ReplayStore } from '../replay/replay-store.js'
import type { UnixMilliseconds } from '../time.js'
import type { ConformanceCase } from './conformance-case.js'

type CreateStore = () => ReplayStore | Promise<ReplayStore>

/** What the tests of a replay store may be given besides. */
export interface ReplayStoreConformanceOptions {
  /** Makes a store that cannot reach what it keeps its ids in: a closed client, a folder that is gone. */
  readonly createUnreachable?: CreateStore
}

/**
 * The tests of the {@link ReplayStore} contract.
 *
 * @param createStore - makes an empty store, or one that shares ids with nobody
 * @example
 * for (const { name, run } of replayStoreConformance(() => myStore())) test(name, run)
 */
export function replayStoreConformance(
  createStore: CreateStore,
  { createUnreachable }: ReplayStoreConformanceOptions = {},
): readonly ConformanceCase[] {
  const cases = Object.entries(CASES).map(([name, check]) => ({
    name,
    run: async () => check(await createStore()),
  }))
  if (createUnreachable === undefined) return cases
  const run = async (): Promise<void> => throwsWhereItCannotTell(await createUnreachable())
  return [...cases, { name: 'throws or rejects where it cannot tell', run }]
}

async function throwsWhereItCannotTell(store: ReplayStore): Promise<void> {
  await assert.rejects(
    async () => store.consume(newId(), inOneMinute()),
    'a store that cannot tell must not answer',
  )
}

const newId = (): string => randomBytes(32).toString('base64url')
const inOneMinute = (): UnixMilliseconds => Date.now() + 60_000

const CASES: Readonly<Record<string, (store: ReplayStore) => Promise<void>>> = {
  'accepts an id once': async (store) => {
    const id = newId()
    assert.equal(await store.consume(id, inOneMinute()), true)
    assert.equal(await store.consume(id, inOneMinute()), false)
    assert.equal(await store.consume(id, inOneMinute()), false)
  },
  'keeps ids apart': async (store) => {
    assert.equal(await store.consume(newId(), inOneMinute()), true)
    assert.equal(await store.consume(newId(), inOneMinute()), true)
  },
  'keeps ids apart that differ in case alone': async (store) => {
    const id = newId()
    const [lower, upper] = [id.toLowerCase(), id.toUpperCase()]
    assert.equal(await store.consume(lower, inOneMinute()), true)
    assert.equal(await store.consume(upper, inOneMinute()), true)
    assert.equal(await store.consume(lower, inOneMinute()), false)
  },
  'lets one of many racers win': async (store) => {
    const id = newId()
    const deadline = inOneMinute()
    const answers = await Promise.all(Array.from({ length: 100 }, async () => store.consume(id, deadline)))
    assert.equal(answers.filter((won) => won).length, 1)
  },
  'lets one racer win for each of many ids at once': async (store) => {
    const ids = Array.from({ length: 20 }, newId)
    const deadline = inOneMinute()
    const racers = Array.from({ length: 20 }, () => ids).flat()
    const answers = await Promise.all(racers.map(async (id) => store.consume(id, deadline)))
    const winners = racers.filter((_id, racer) => answers[racer])
    assert.deepEqual(winners.sort(), ids.sort())
  },
  'refuses a deadline that has passed': async (store) => {
    assert.equal(await store.consume(newId(), Date.now() - 1), false)
    assert.equal(await store.consume(newId(), 0), false)
  },
  'refuses a deadline that has passed to racers too': async (store) => {
    const id = newId()
    const deadline = Date.now() - 1
    const answers = await Promise.all(Array.from({ length: 20 }, async () => store.consume(id, deadline)))
    assert.deepEqual(new Set(answers), new Set([false]))
  },
  'remembers an id no shorter because a second use was to be remembered shorter': async (store) => {
    const id = newId()
    assert.equal(await store.consume(id, inOneMinute()), true)
    assert.equal(await store.consume(id, Date.now() + 100), false)
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.equal(await store.consume(id, inOneMinute()), false)
  },
  'remembers an id until its deadline': async (store) => {
    const id = newId()
    assert.equal(await store.consume(id, Date.now() + 1500), true)
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.equal(await store.consume(id, inOneMinute()), false)
  },
}
