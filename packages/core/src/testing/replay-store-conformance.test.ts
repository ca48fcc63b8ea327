import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { ReplayStore } from '../replay/replay-store.js'
import { replayStoreConformance } from './replay-store-conformance.js'

/** How a store mistakes one id for another. */
const SPELLINGS = new Map<string, (id: string) => string>([
  ['one-for-all', () => ''],
  ['folds', (id) => id.toLowerCase()],
])

/** A right store but for what the arguments break. */
function brokenStore(
  fault:
    | 'find-then-save'
    | 'always'
    | 'never'
    | 'one-for-all'
    | 'drops-passed'
    | 'forgets'
    | 'shortens'
    | 'folds'
    | undefined,
): ReplayStore {
  const used = new Map<string, number>()
  const spell = SPELLINGS.get(fault ?? '') ?? ((id) => id)
  return {
    async consume(written, expiresAt) {
      const id = spell(written)
      if (fault === 'always') return true
      if (fault === 'never' || (expiresAt <= Date.now() && fault !== 'drops-passed')) return false
      const limit = fault === 'forgets' ? Math.min(expiresAt, Date.now() + 100) : expiresAt
      const isUsed = (used.get(id) ?? 0) > Date.now()
      if (fault === 'find-then-save') await setImmediate()
      if (!isUsed || fault === 'shortens') used.set(id, limit)
      return !isUsed
    },
  }
}

async function failuresOf(store: () => ReplayStore, unreachable?: () => ReplayStore): Promise<string[]> {
  const results = await Promise.all(
    replayStoreConformance(store, unreachable && { createUnreachable: unreachable }).map(
      async ({ name, run }) => {
        return run().then(
          () => [],
          () => [name],
        )
      },
    ),
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
    ['one-for-all', 'lets one racer win for each of many ids at once'],
    ['folds', 'keeps ids apart that differ in case alone'],
    ['shortens', 'remembers an id no shorter because a second use was to be remembered shorter'],
    ['drops-passed', 'refuses a deadline that has passed'],
    ['drops-passed', 'refuses a deadline that has passed to racers too'],
    ['forgets', 'remembers an id until its deadline'],
  ] as const)('find a store whose fault is %s by "%s"', async (fault, name) => {
    expect(await failuresOf(() => brokenStore(fault))).toContain(name)
  })

  const DOWN = new Error('ECONNREFUSED')
  const REFUSAL = 'throws or rejects where it cannot tell'
  test.each<[string, () => boolean | Promise<boolean>, string[]]>([
    ['rejects', () => Promise.reject(DOWN), []],
    [
      'throws',
      () => {
        throw DOWN
      },
      [],
    ],
    ['answers no', () => false, [REFUSAL]],
    ['answers yes', async () => true, [REFUSAL]],
  ])('judge a store that cannot be reached and %s', async (_what, consume, failures) => {
    expect(
      await failuresOf(
        () => brokenStore(undefined),
        () => ({ consume }),
      ),
    ).toEqual(failures)
  })

  test('wait for a store that is made asynchronously', async () => {
    const cases = replayStoreConformance(async () => brokenStore(undefined))
    await expect(cases[0]?.run()).resolves.toBeUndefined()
  })
})
