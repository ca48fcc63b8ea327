import { describe, expect, test } from 'vitest'
import { BROKEN_ANSWERS } from '../../test-support/broken-adapters/answers.js'
import { BROKEN_DECISIONS } from '../../test-support/broken-adapters/decisions.js'
import { BROKEN_SURFACES } from '../../test-support/broken-adapters/surfaces.js'
import { type AdapterParts, listenWith, RIGHT_PARTS } from '../../test-support/http-adapter.js'
import { ADAPTER_FEATURES } from './adapter-conformance/scenario.js'
import { adapterConformance } from './adapter-conformance.js'
import type { ConformanceCase } from './conformance-case.js'

const BROKEN = [...BROKEN_DECISIONS, ...BROKEN_ANSWERS, ...BROKEN_SURFACES]
const casesOf = (parts: AdapterParts): readonly ConformanceCase[] =>
  adapterConformance(listenWith(parts), ADAPTER_FEATURES)
const NAMES = casesOf(RIGHT_PARTS).map(({ name }) => name)

/** The cases that a broken adapter passes all the same. */
async function passedBy(cases: readonly ConformanceCase[]): Promise<readonly string[]> {
  const results = await Promise.allSettled(cases.map(({ run }) => run()))
  return cases.filter((_one, index) => results[index]?.status === 'fulfilled').map(({ name }) => name)
}

describe('an adapter that keeps the rules', () => {
  test.each(casesOf(RIGHT_PARTS).map(({ name, run }) => [name, run] as const))('%s', (_name, run) => run())
})

describe('a broken adapter', () => {
  test.each(BROKEN)('that $name is found by the cases that are about it', async ({ parts, foundBy }) => {
    const cases = casesOf({ ...RIGHT_PARTS, ...parts }).filter(({ name }) => foundBy.test(name))
    expect(cases).not.toEqual([])
    expect(await passedBy(cases)).toEqual([])
  })

  test('is what every case finds', () => {
    const unproven = NAMES.filter((name) => !BROKEN.some(({ foundBy }) => foundBy.test(name)))
    expect(unproven).toEqual([])
  })

  test('is told which rule it breaks, what was expected and what came', async () => {
    const [broken] = BROKEN.filter(({ name }) => name === 'answers every error with 401')
    const [first] = casesOf({ ...RIGHT_PARTS, ...broken?.parts }).filter(({ name }) => name.includes('503'))
    await expect(first?.run()).rejects.toThrow(
      'the status is that of the error (`error.status`)\n  expected: 503\n  but it was: 401',
    )
  })
})

describe('the features', () => {
  test('decide which cases there are', () => {
    const counts = [[], ['query'], ['params'], ['body'], ['chain'], ['guard'], ['refused']] as const
    const least = adapterConformance(listenWith(RIGHT_PARTS)).map(({ name }) => name)
    expect(new Set(NAMES).size).toBe(NAMES.length)
    for (const features of counts) {
      const names = adapterConformance(listenWith(RIGHT_PARTS), features).map(({ name }) => name)
      expect(names).toEqual(NAMES.filter((name) => names.includes(name)))
      expect(names.length > least.length).toBe(features.length > 0)
    }
  })

  test('are checked, for a misspelt one would leave cases out', () => {
    // @ts-expect-error it is called `params`
    expect(() => adapterConformance(listenWith(RIGHT_PARTS), ['path'])).toThrow(/no feature "path"/)
  })
})
