import { isPromise } from '../awaitable.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import { Refusal } from '../errors/refusal.js'
import { type Guard, isDenial } from '../guards/guard.js'
import type { Auth } from '../token.js'

/**
 * Asks a guard whether a known caller may pass.
 *
 * @throws {@link Refusal} `scope_insufficient`, with the scopes that would have been enough;
 *   {@link MisconfiguredError} where the guard gives no answer, as an asynchronous one does
 */
export function checkGuard(guard: Guard<never>, auth: Auth<unknown>): void {
  const verdict: unknown = guard(auth as Auth<never>)
  if (verdict === true) return
  if (verdict === false) throw new Refusal('scope_insufficient')
  if (isDenial(verdict))
    throw new Refusal('scope_insufficient', verdict.scopes === undefined ? {} : { scopes: verdict.scopes })
  if (isPromise(verdict)) verdict.then(undefined, () => {})
  throw new MisconfiguredError(
    new ConfigurationError('guard', 'expected true, false or { scopes }, and no promise'),
  )
}
