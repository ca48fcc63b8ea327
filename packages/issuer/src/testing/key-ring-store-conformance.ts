import { strict as assert } from 'node:assert'
import type { ConformanceCase } from '@meishi/core/testing'
import type { KeyRingStore, StoredRing } from '../ring/key-ring-store.js'

/**
 * The tests of the {@link KeyRingStore} contract.
 *
 * @param createRing - makes the place of a ring that nobody else has, and returns what opens a store on it: asked twice,
 * it opens the same ring twice, as two processes would
 * @example
 * for (const { name, run } of keyRingStoreConformance(() => { const name = newName(); return () => myStore(name) })) {
 *   test(name, run)
 * }
 */
export function keyRingStoreConformance(
  createRing: () => (() => KeyRingStore) | Promise<() => KeyRingStore>,
): readonly ConformanceCase[] {
  return Object.entries(CASES).map(([name, check]) => ({ name, run: async () => check(await createRing()) }))
}

const ring = (version: number, record = `record ${version}`): StoredRing => ({
  version,
  record,
  sealed: 'sealed',
})

const CASES: Readonly<Record<string, (open: () => KeyRingStore) => Promise<void>>> = {
  'begins with nothing': async (open) => {
    assert.equal(await open().load(), undefined)
  },
  'keeps every text as it is': async (open) => {
    const stored = { version: 1, record: '{"ü":"\\u0000名刺"}\n'.repeat(2000), sealed: 'a.b-c_d.e' }
    assert.equal(await open().save(stored, 0), true)
    assert.deepEqual({ ...(await open().load()) }, stored)
  },
  'keeps the newest version': async (open) => {
    const store = open()
    assert.equal(await store.save(ring(1), 0), true)
    assert.equal(await store.save(ring(2), 1), true)
    assert.equal((await store.load())?.record, 'record 2')
    assert.equal((await open().load())?.record, 'record 2')
  },
  'refuses who expects another version, and keeps what it has': async (open) => {
    const store = open()
    assert.equal(await store.save(ring(1), 1), false)
    assert.equal(await store.load(), undefined)
    assert.equal(await store.save(ring(1), 0), true)
    assert.equal(await store.save(ring(1, 'another'), 0), false)
    assert.equal(await store.save(ring(3, 'another'), 2), false)
    assert.equal((await store.load())?.record, 'record 1')
  },
  'may skip versions': async (open) => {
    const store = open()
    assert.equal(await store.save(ring(7), 0), true)
    assert.equal(await store.save(ring(12), 7), true)
    assert.equal(await store.save(ring(8, 'another'), 7), false)
    assert.equal((await store.load())?.version, 12)
  },
  'lets one of many racers win, every time': async (open) => {
    const stores = Array.from({ length: 8 }, open)
    for (let version = 0; version < 10; version++) {
      const next = stores.map((store, index) => store.save(ring(version + 1, `racer ${index}`), version))
      const winners = (await Promise.all(next)).flatMap((won, index) => (won ? [index] : []))
      assert.equal(winners.length, 1)
      assert.equal((await open().load())?.record, `racer ${winners[0]}`)
    }
  },
}
