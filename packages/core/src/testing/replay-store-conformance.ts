import { strict as assert } from 'node:assert'
import { randomBytes } from 'node:crypto'
import type { ReplayStore } from '../replay/replay-store.js'
import type { UnixMilliseconds } from '../time.js'
import type { ConformanceCase } from './conformance-case.js'

/**
 * The tests of the {@link ReplayStore} contract.
 *
 * @param createStore - makes an empty store, or one that shares ids with nobody
 * @example
 * for (const { name, run } of replayStoreConformance(() => myStore())) test(name, run)
 */
export function replayStoreConformance(
  createStore: () => ReplayStore | Promise<ReplayStore>,
): readonly ConformanceCase[] {
  return Object.entries(CASES).map(([name, check]) => ({ name, run: async () => check(await createStore()) }))
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
  'lets one of many racers win': async (store) => {
    const id = newId()
    const deadline = inOneMinute()
    const answers = await Promise.all(Array.from({ length: 100 }, async () => store.consume(id, deadline)))
    assert.equal(answers.filter((won) => won).length, 1)
  },
  'refuses a deadline that has passed': async (store) => {
    assert.equal(await store.consume(newId(), Date.now() - 1), false)
    assert.equal(await store.consume(newId(), 0), false)
  },
  'remembers an id until its deadline': async (store) => {
    const id = newId()
    assert.equal(await store.consume(id, Date.now() + 1500), true)
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.equal(await store.consume(id, inOneMinute()), false)
  },
}
