import { isPromise } from '../awaitable.js'
import type { Auth, JwtClaims } from '../token.js'

/** Why a guard said no, as far as the caller may know. */
export interface Denial {
  /** Scopes that would have been enough; they are named in the challenge. */
  readonly scopes?: readonly string[]
}

/**
 * Decides whether a known caller may pass: `true`, or `false` or a {@link Denial}. A pure, synchronous function.
 *
 * @example
 * const isAdult: Guard<{ age: number }> = ({ claims }) => claims.age >= 18
 */
export type Guard<Claims = JwtClaims> = (auth: Auth<Claims>) => boolean | Denial

/** Whether a guard's answer is a denial that says more than `false`. */
export function isDenial(verdict: unknown): verdict is Denial {
  if (typeof verdict !== 'object' || verdict === null || isPromise(verdict)) return false
  const scopes: unknown = Reflect.get(verdict, 'scopes')
  return scopes === undefined || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string'))
}
