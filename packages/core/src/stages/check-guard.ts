import { Refusal } from '../errors/refusal.js'
import type { Guard } from '../guards/guard.js'
import type { Auth } from '../token.js'

/**
 * Asks a guard whether a known caller may pass.
 *
 * @throws {@link Refusal} `scope_insufficient`, with the scopes that would have been enough
 */
export function checkGuard(guard: Guard<never>, auth: Auth<unknown>): void {
  const verdict = guard(auth as Auth<never>)
  if (verdict === true) return
  throw new Refusal(
    'scope_insufficient',
    typeof verdict === 'object' && verdict.scopes !== undefined ? { scopes: verdict.scopes } : {},
  )
}
