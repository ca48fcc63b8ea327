import { expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import { requireClaim } from './require-claim.js'

const claims = {
  role: 'admin',
  level: 3,
  mfa: true,
  off: false,
  none: null,
  groups: ['a', 'b'],
  realm: { roles: ['x'], name: 'r' },
}
const auth = { claims: {}, token: { header: { alg: 'ES256' }, claims } }

const ROWS: readonly (readonly [string | string[], (string | number | boolean)[], boolean])[] = [
  ['role', ['admin'], true],
  ['role', ['user', 'admin'], true],
  ['role', ['Admin'], false],
  ['role', [], true],
  ['level', [3], true],
  ['level', ['3'], false],
  ['mfa', [true], true],
  ['mfa', ['true'], false],
  ['off', [], true],
  ['off', [true], false],
  ['none', [], false],
  ['absent', [], false],
  ['groups', ['b'], true],
  ['groups', ['a,b'], false],
  [['realm', 'roles'], ['x'], true],
  [['realm', 'absent', 'deep'], [], false],
  [['realm', 'name', 'length'], [], false],
  ['toString', [], false],
  [['realm', 'constructor'], [], false],
  ['__proto__', [], false],
]

test.each(ROWS)('the claim %j with one of %j: %s', (claim, values, passes) => {
  expect(requireClaim(claim, ...values)(auth)).toBe(passes)
})

test.each(['', [], ['realm', ''], [1], 7])('the name %j is a configuration error', (claim) => {
  expect(() => requireClaim(claim as never)).toThrow(ConfigurationError)
  expect(() => requireClaim(claim as never)).toThrow(expect.objectContaining({ path: 'claim' }))
})
