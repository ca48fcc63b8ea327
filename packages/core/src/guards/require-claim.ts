import { ConfigurationError } from '../errors/configuration-error.js'
import { memberAt } from '../jose/own-member.js'
import type { Guard } from './guard.js'

/**
 * Lets a caller pass whose claim has one of the values; of a claim that is a list, one item is enough.
 * Without values the claim only has to be there.
 *
 * @param claim - name of the claim, or the path to a nested one
 * @throws {@link ConfigurationError} where the claim has no name
 * @example
 * app.delete('/users/:id', allow(requireClaim(['realm_access', 'roles'], 'admin')), handler)
 */
export function requireClaim(
  claim: string | readonly string[],
  ...values: readonly (string | number | boolean)[]
): Guard<unknown> {
  const path = typeof claim === 'string' ? [claim] : claim
  if (
    !Array.isArray(path) ||
    path.length === 0 ||
    path.some((name) => typeof name !== 'string' || name === '')
  ) {
    throw new ConfigurationError('claim', 'expected the name of a claim or a path of names')
  }
  return ({ token }) => {
    const found = memberAt(token.claims, path)
    if (found === undefined || found === null) return false
    const items: readonly unknown[] = Array.isArray(found) ? found : [found]
    return values.length === 0 || values.some((value) => items.includes(value))
  }
}
