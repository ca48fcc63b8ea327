import { Refusal } from '../errors/refusal.js'
import { ownMember } from '../jose/own-member.js'
import { readClaims } from '../jose/read-claims.js'
import { type IssuerPolicy, type Policy, SELECTABLE_ISSUER } from '../policy.js'
import type { UnverifiedToken, VerifiedToken } from '../token.js'

/**
 * Chooses whose keys are to be asked. With several issuers `iss` is read before the signature, and nothing else;
 * the choice is proven when the signature holds under that issuer's key.
 *
 * @throws {@link Refusal} `issuer_refused` where no configured issuer has the name
 */
export function selectIssuer(policy: Policy, token: UnverifiedToken | VerifiedToken): IssuerPolicy {
  if (policy.issuerOf === undefined) return policy.issuers[0] as IssuerPolicy
  const name = ownMember('payload' in token ? readClaims(token) : token.claims, 'iss')
  const issuer =
    typeof name === 'string' && SELECTABLE_ISSUER.test(name) ? policy.issuerOf.get(name) : undefined
  if (issuer === undefined) throw new Refusal('issuer_refused')
  return issuer
}
