import type { Jwk } from '@meishi/core'
import { isKeySet, type JwtPlugin, jwtPlugin } from './jwt-plugin.js'
import { type Path, Problem } from './problem.js'

/** A name of a header or cookie (RFC 9110, section 5.6.2; RFC 6265, section 4.1.1). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * Checks each field by itself, then what several fields say together. What options in general may be is core's
 * to check, once they are options.
 *
 * @throws {@link Problem} naming the field
 */
export function checkPlugin(value: unknown): asserts value is JwtPlugin {
  checkWhole(value)
  jwtPlugin(value, [])
  const plugin = value as JwtPlugin
  if (plugin.parameterLocation !== 'query' && !TOKEN.test(plugin.parameter))
    throw new Problem(['parameter'], 'expected the name of a header or cookie')
  checkKeys(plugin)
}

function checkWhole(value: unknown): void {
  if (value === null) throw new Problem([], 'expected the fields of a JWT plugin; nothing is there')
  if (typeof value === 'string') throw new Problem([], 'expected an object; a file is given as { file }')
}

function checkKeys({ jwk, jwks }: JwtPlugin): void {
  if (jwk === undefined && jwks === undefined)
    throw new Problem(['jwk'], 'expected jwk or jwks; both are missing')
  if (jwk !== undefined && jwks !== undefined)
    throw new Problem(['jwks'], 'expected jwk or jwks; both are there', 'name')
  if (jwks === undefined) return
  if (isKeySet(jwks)) checkKids(jwks.keys, ['jwks', 'keys'])
  else checkKids(jwks, ['jwks'])
}

/** Tokens choose among several keys by `kid`: one that lacks it, or shares it, would answer none or the wrong ones. */
function checkKids(keys: readonly Jwk[], path: Path): void {
  const kids = new Set<string>()
  for (const [index, { kid }] of keys.entries()) {
    if (kid === undefined && keys.length > 1)
      throw new Problem([...path, index, 'kid'], 'expected a kid, because there are several keys')
    if (kid !== undefined && kids.has(kid))
      throw new Problem([...path, index, 'kid'], 'expected a kid that no other key has')
    kids.add(kid ?? '')
  }
}
