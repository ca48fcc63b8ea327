import { ConfigurationError } from '../errors/configuration-error.js'
import { ownMember } from '../jose/own-member.js'
import type { Auth } from '../token.js'
import type { Guard } from './guard.js'

/** A scope of RFC 6749, section 3.3: visible ASCII but `"` and `\`. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/**
 * Lets a caller pass that has all of the scopes (`scope`, RFC 8693, section 4.2; `scp` of some providers).
 *
 * @throws {@link ConfigurationError} where a scope is not one of RFC 6749
 * @example
 * app.get('/reports', allow(requireScope('reports:read')), handler)
 */
export function requireScope(...scopes: readonly string[]): Guard<unknown> {
  checkScopes(scopes)
  return (auth) => {
    const granted = grantedScopes(auth)
    return scopes.every((scope) => granted.includes(scope)) || { scopes }
  }
}

/**
 * Lets a caller pass that has at least one of the scopes.
 *
 * @throws {@link ConfigurationError} where a scope is not one of RFC 6749
 */
export function requireAnyScope(...scopes: readonly string[]): Guard<unknown> {
  checkScopes(scopes)
  return (auth) => {
    const granted = grantedScopes(auth)
    return scopes.some((scope) => granted.includes(scope)) || { scopes }
  }
}

function checkScopes(scopes: readonly string[]): void {
  if (scopes.length === 0) throw new ConfigurationError('scopes', 'expected at least one scope')
  const wrong = scopes.findIndex((scope) => typeof scope !== 'string' || !SCOPE.test(scope))
  if (wrong >= 0)
    throw new ConfigurationError(
      `scopes[${wrong}]`,
      'expected one scope as text: visible ASCII without spaces, " or \\',
    )
}

function grantedScopes({ token }: Auth<unknown>): readonly unknown[] {
  const { claims } = token
  const scope = ownMember(claims, 'scope') ?? ownMember(claims, 'scp')
  if (typeof scope === 'string') return scope.split(' ')
  return Array.isArray(scope) ? scope : []
}
