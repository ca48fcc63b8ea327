import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { ReplayStore } from '../replay/replay-store.js'
import { replayStoreConformance } from './replay-store-conformance.js'

/** A right store but for what the arguments break. */
function brokenStore(
  fault: 'find-then-save' | 'always' | 'never' | 'one-for-all' | 'drops-passed' | 'forgets' | undefined,
): ReplayStore {
  const used = new Map<string, number>()
  return {
    async consume(written, expiresAt) {
      const id = fault === 'one-for-all' ? '' : written
      if (fault === 'always') return true
      if (fault === 'never' || (expiresAt <= Date.now() && fault !== 'drops-passed')) return false
      const limit = fault === 'forgets' ? Math.min(expiresAt, Date.now() + 100) : expiresAt
      const isUsed = (used.get(id) ?? 0) > Date.now()
      if (fault === 'find-then-save') await setImmediate()
      if (!isUsed) used.set(id, limit)
      return !isUsed
    },
  }
}

async function failuresOf(store: () => ReplayStore): Promise<string[]> {
  const results = await Promise.all(
    replayStoreConformance(store).map(async ({ name, run }) => {
      return run().then(
        () => [],
        () => [name],
      )
    }),
  )
  return results.flat()
}

describe('the conformance tests', () => {
  test('accept a store that keeps the contract', async () => {
    expect(await failuresOf(() => brokenStore(undefined))).toEqual([])
  })

  test.each([
    ['find-then-save', 'lets one of many racers win'],
    ['always', 'accepts an id once'],
    ['never', 'accepts an id once'],
    ['one-for-all', 'keeps ids apart'],
    ['drops-passed', 'refuses a deadline that has passed'],
    ['forgets', 'remembers an id until its deadline'],
  ] as const)('find a store whose fault is %s by "%s"', async (fault, name) => {
    expect(await failuresOf(() => brokenStore(fault))).toContain(name)
  })

  test('wait for a store that is made asynchronously', async () => {
    const cases = replayStoreConformance(async () => brokenStore(undefined))
    await expect(cases[0]?.run()).resolves.toBeUndefined()
  })
})
