import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { importKey } from '../jose/import-key.js'
import type { VerificationKey } from '../jose/verification-key.js'
import { createKeySelector } from './select-key.js'

const keyOf = (kid?: string): VerificationKey =>
  importKey(createSecretKey(Buffer.alloc(64)), { kid, alg: 'HS256' }, ['HS256'], 'secret')

describe('choosing a key', () => {
  const [a, b, secondB, nameless] = [keyOf('a'), keyOf('b'), keyOf('b'), keyOf()]
  const select = createKeySelector([a, b, secondB, nameless])

  it.each([
    ['a', [a]],
    ['b', [b, secondB]],
    [undefined, [a, b, secondB, nameless]],
    ['A', []],
    ['a ', []],
    ['', []],
    ['__proto__', []],
    ['constructor', []],
  ])('for the kid %j matches it exactly', (kid, found) => {
    expect(select(kid)).toEqual(found)
  })

  it('never offers a key without kid to a token that has one', () => {
    expect(createKeySelector([nameless])('a')).toEqual([])
  })

  it('offers a single declared key without kid to any token', () => {
    const any = createKeySelector([nameless], true)
    expect(any('a')).toEqual([nameless])
    expect(any(undefined)).toEqual([nameless])
  })
})
