import type { Denial, Guard } from './guard.js'

/**
 * Lets a caller pass that every guard lets pass; the first that does not gives the answer.
 *
 * @example allOf(requireScope('pay'), requireClaim('mfa', true))
 */
export function allOf<Claims>(...guards: readonly Guard<Claims>[]): Guard<Claims> {
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
 * @example anyOf(requireScope('admin'), requireClaim('owner', true))
 */
export function anyOf<Claims>(...guards: readonly Guard<Claims>[]): Guard<Claims> {
  return (auth) => {
    const denials: Denial[] = []
    for (const guard of guards) {
      const verdict = guard(auth)
      if (verdict === true) return true
      if (verdict !== false) denials.push(verdict)
    }
    const scopes = [...new Set(denials.flatMap((denial) => denial.scopes ?? []))]
    return scopes.length === 0 ? false : { scopes }
  }
}
