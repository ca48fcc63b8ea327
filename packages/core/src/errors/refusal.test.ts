import { expect, it } from 'vitest'
import { Refusal } from './refusal.js'

it('is no Error, and carries a code and what may be shown', () => {
  const refusal = new Refusal('claim_missing', { claim: 'sub' })
  expect(refusal).not.toBeInstanceOf(Error)
  expect(refusal).toEqual({ code: 'claim_missing', detail: { claim: 'sub' } })
  expect(new Refusal('token_missing').detail).toEqual({})
})
