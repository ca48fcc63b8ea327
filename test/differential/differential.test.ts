import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { build, type Case } from './build.js'
import { cases } from './cases.js'
import { exampleOf, look, onlyJose } from './only-jose.js'
import { areEqual, askJose, askMeishi, NOW, sideOf } from './trust.js'

const numRuns = Number(process.env.DIFFERENTIAL_CASES ?? 4000)
const seed = Number(process.env.DIFFERENTIAL_SEED ?? randomInt(2 ** 31))
const MILLISECONDS_PER_CASE = 20

const RULES = onlyJose(NOW)
const examples = RULES.map((rule): [Case] => [exampleOf(rule)])

/** How often both agreed, and how often each rule made the difference. */
const tally = new Map<string, number>()
const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

async function compare(one: Case): Promise<void> {
  const token = build(one)
  const side = sideOf(one.signer)
  const [ours, theirs] = [await askMeishi(token, side), await askJose(token, side)]
  if (ours.accepted) {
    if (!areEqual(ours, theirs))
      throw new Error(`accepted, and jose says otherwise: ${JSON.stringify(theirs)}`)
    if (!areEqual(await askMeishi(token, side), ours)) throw new Error('refused or changed the second time')
    count('accepted by both')
  } else if (theirs.accepted) {
    const looked = look(token)
    const rule = RULES.find(({ code, breaks }) => code === ours.code && breaks(looked))
    if (rule === undefined)
      throw new Error(`only jose accepts, for no reason that is written down: ${ours.code}`)
    count(rule.rule)
  } else {
    count('refused by both')
  }
}

describe(`beside jose, with ${numRuns} tokens from the seed ${seed}`, () => {
  test(
    'what is accepted jose accepts too, and what only jose accepts is refused for a written reason',
    () => fc.assert(fc.asyncProperty(cases, compare), { numRuns, seed, examples }),
    10_000 + numRuns * MILLISECONDS_PER_CASE,
  )

  test('the tokens were of every kind, and every written reason was needed', () => {
    console.info(`seed ${seed}, ${numRuns} tokens: ${JSON.stringify(Object.fromEntries(tally))}`)
    expect(RULES.filter(({ rule }) => !tally.has(rule)).map(({ rule }) => rule)).toEqual([])
    expect(tally.get('accepted by both')).toBeGreaterThan(numRuns / 10)
    expect(tally.get('refused by both')).toBeGreaterThan(numRuns / 10)
  })
})
