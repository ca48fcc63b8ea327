import { ConfigurationError } from '../errors/configuration-error.js'
import { type Denial, type Guard, isDenial } from './guard.js'

/**
 * Lets a caller pass that every guard lets pass; the first that does not gives the answer.
 *
 * @throws {@link ConfigurationError} without a guard: it would let everybody pass
 * @example allOf(requireScope('pay'), requireClaim('mfa', true))
 */
export function allOf<Claims>(...guards: readonly Guard<Claims>[]): Guard<Claims> {
  checkGuards(guards)
  return (auth) => {
    for (const guard of guards) {
      const verdict = guard(auth)
      if (verdict !== true) return verdict
    }
    return true
  }
}

/**
 * Lets a caller pass that one of the guards lets pass; otherwise all scopes that would have helped are named.
 *
 * @throws {@link ConfigurationError} without a guard
 * @example anyOf(requireScope('admin'), requireClaim('owner', true))
 */
export function anyOf<Claims>(...guards: readonly Guard<Claims>[]): Guard<Claims> {
  checkGuards(guards)
  return (auth) => {
    const denials: Denial[] = []
    for (const guard of guards) {
      const verdict = guard(auth)
      if (verdict === true) return true
      if (isDenial(verdict)) denials.push(verdict)
      else if (verdict !== false) return verdict
    }
    const scopes = [...new Set(denials.flatMap((denial) => denial.scopes ?? []))]
    return scopes.length === 0 ? false : { scopes }
  }
}

function checkGuards(guards: readonly unknown[]): void {
  if (guards.length === 0) throw new ConfigurationError('guards', 'expected at least one guard')
  const wrong = guards.findIndex((guard) => typeof guard !== 'function')
  if (wrong >= 0) throw new ConfigurationError(`guards[${wrong}]`, 'expected a function')
}
