import { andThen } from '../awaitable.js'
import { Refusal } from '../errors/refusal.js'
import { ownMember } from '../jose/own-member.js'
import { readClaims } from '../jose/read-claims.js'
import { type IssuerPolicy, type Policy, SELECTABLE_ISSUER } from '../policy.js'
import type { UnverifiedToken, VerifiedToken } from '../token.js'

/**
 * Chooses whose keys are to be asked. With several issuers `iss` is read before the signature, and nothing else;
 * the choice is proven when the signature holds under that issuer's key.
 *
 * @throws {@link Refusal} `issuer_refused` where no accepted issuer has the name; what a directory throws
 */
export function selectIssuer(
  { issuerOf, tenants, issuers }: Policy,
  token: UnverifiedToken | VerifiedToken,
): IssuerPolicy | Promise<IssuerPolicy> {
  const known = issuerOf ?? tenants
  if (known === undefined) return issuers[0] as IssuerPolicy
  const name = ownMember('payload' in token ? readClaims(token) : token.claims, 'iss')
  if (typeof name !== 'string' || !SELECTABLE_ISSUER.test(name)) return orRefuse(undefined)
  const found = 'find' in known ? known.find(name) : known.get(name)
  return andThen(found, orRefuse)
}

function orRefuse(issuer: IssuerPolicy | undefined): IssuerPolicy {
  if (issuer === undefined) throw new Refusal('issuer_refused')
  return issuer
}
