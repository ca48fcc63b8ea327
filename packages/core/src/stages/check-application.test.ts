import { expect, it } from 'vitest'
import { Family } from '../family.js'
import type { ErasedOptions } from '../options/auth-options.js'
import type { StandardResult, StandardSchema } from '../standard-schema.js'
import { createSigner } from '../testing.js'
import { checkApplication } from './check-application.js'

const { keys } = createSigner()
const CLAIMS = { sub: 'alice' }
const ask = (options: ErasedOptions): Promise<unknown> =>
  checkApplication(
    CLAIMS,
    new Family({ cache: false, issuer: null, audience: null, keys, ...options }).root.policy,
  )
const schema = (validate: (value: unknown) => unknown): StandardSchema<unknown> => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: validate as (value: unknown) => StandardResult<unknown>,
  },
})
const BROKEN = new Error('a fault of the application')

it('leaves the claims as they are where nobody is asked', async () => {
  expect(await ask({})).toBe(CLAIMS)
})

it.each([
  ['at once', schema(() => ({ value: { id: 7 } }))],
  ['later', schema(async () => ({ value: { id: 7 } }))],
])(
  'turns the claims into what a schema makes of them %s, and shows the check that',
  async (_when, claims) => {
    const seen: unknown[] = []
    const check = (output: unknown): boolean => seen.push(output) > 0
    expect(await ask({ claims, check })).toEqual({ id: 7 })
    expect(seen).toEqual([{ id: 7 }])
  },
)

it.each([
  ['at once', schema(() => ({ issues: [{ message: 'no' }] }))],
  ['later', schema(async () => ({ issues: [{ message: 'no' }] }))],
  ['without a reason', schema(() => ({ issues: [] }))],
])('refuses what a schema refuses %s', async (_when, claims) => {
  await expect(ask({ claims })).rejects.toMatchObject({ code: 'claim_refused' })
})

it.each([
  ['true', () => true, undefined],
  ['a promise of true', async () => true, undefined],
  ['false', () => false, 'claim_refused'],
  ['a promise of false', async () => false, 'claim_refused'],
  ['nothing', () => undefined, 'claim_refused'],
  ['something truthy', () => 'yes', 'claim_refused'],
])('passes only where the check answers true: %s', async (_what, check, code) => {
  const asked = ask({ check: check as () => boolean })
  if (code === undefined) expect(await asked).toBe(CLAIMS)
  else await expect(asked).rejects.toMatchObject({ code })
})

it.each<[string, ErasedOptions]>([
  [
    'a schema throws',
    {
      claims: schema(() => {
        throw BROKEN
      }),
    },
  ],
  ['a schema rejects', { claims: schema(() => Promise.reject(BROKEN)) }],
  [
    'a check throws',
    {
      check: () => {
        throw BROKEN
      },
    },
  ],
  ['a check rejects', { check: () => Promise.reject(BROKEN) }],
])('passes on what %s, for it is no reason to blame the caller', async (_what, options) => {
  await expect(ask(options)).rejects.toBe(BROKEN)
})
