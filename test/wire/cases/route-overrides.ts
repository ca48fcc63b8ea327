import { allOf, anyOf, type Guard, requireAnyScope, requireClaim, requireScope } from '@meishi/core'
import type { RouteAuth } from '@meishi/core/adapter'
import type { TestClaims } from '@meishi/core/testing'

const now = Math.floor(Date.now() / 1000)

/** What a route has in place of the application's policy, and who may then come. */
export interface RouteOverride {
  readonly name: string
  readonly instead: RouteAuth
  readonly good: TestClaims
  readonly bad: TestClaims
  /** The answer to the bad one. @default '401' */
  readonly status?: string
  /** The answer to the good one on a route that overrides nothing. @default '200 alice' */
  readonly elsewhere?: string
}

export const OVERRIDES: readonly RouteOverride[] = [
  {
    name: 'another audience',
    instead: { audience: 'https://admin.test' },
    good: { aud: 'https://admin.test' },
    bad: {},
    elsewhere: '401',
  },
  { name: 'an age limit', instead: { maxTokenAge: 60 }, good: {}, bad: { iat: now - 120 } },
  { name: 'a lifetime limit', instead: { maxLifetime: 60 }, good: { iat: now, exp: now + 50 }, bad: {} },
  { name: 'a required claim', instead: { requiredClaims: ['email'] }, good: { email: 'a@test' }, bad: {} },
  {
    name: 'a check',
    instead: { check: (claims) => claims.tier === 'gold' },
    good: { tier: 'gold' },
    bad: {},
  },
  {
    name: 'a guard',
    instead: { guard: requireScope('pay') },
    good: { scope: 'read pay' },
    bad: { scope: 'read' },
    status: '403',
  },
]

/** A guard, who passes it, and who does not. */
export const GUARDS: readonly (readonly [name: string, guard: Guard, good: TestClaims, bad: TestClaims])[] = [
  ['requireScope', requireScope('a', 'b'), { scope: 'b a' }, { scope: 'a' }],
  ['requireAnyScope', requireAnyScope('a', 'b'), { scope: 'b' }, { scope: 'c' }],
  ['requireClaim', requireClaim('tier', 'gold'), { tier: 'gold' }, { tier: 'tin' }],
  [
    'allOf',
    allOf(requireScope('a'), requireClaim('tier', 'gold')),
    { scope: 'a', tier: 'gold' },
    { scope: 'a' },
  ],
  ['anyOf', anyOf(requireScope('a'), requireClaim('tier', 'gold')), { tier: 'gold' }, { scope: 'b' }],
  ['a function of its own', ({ claims }) => claims.sub === 'alice', {}, { sub: 'bob' }],
]
