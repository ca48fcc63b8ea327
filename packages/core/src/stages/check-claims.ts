import { Refusal } from '../errors/refusal.js'
import { ownMember } from '../jose/own-member.js'
import type { RegisteredClaims } from '../jose/registered-claims.js'
import type { IssuerPolicy, Policy } from '../policy.js'
import type { NumericDate, Seconds } from '../time.js'
import type { JwtClaims } from '../token.js'

/** 9999-12-31T23:59:59Z. What is above is no date but a mistake, or an attempt. */
const LAST_DATE: NumericDate = 253_402_300_799

/** Claims that somebody has vouched for, and the registered ones among them. */
interface Vouched {
  readonly token: { readonly claims: JwtClaims }
  readonly registered: RegisteredClaims
}

/**
 * Judges the registered claims (RFC 7519, section 4.1) by the rules of the policy.
 *
 * @throws {@link Refusal} with the code of the rule that said no
 */
export function checkClaims(
  { token: { claims }, registered }: Vouched,
  issuer: IssuerPolicy,
  policy: Policy,
  now: NumericDate,
): void {
  if (issuer.names !== null && !issuer.names.has(registered.iss as string))
    throw new Refusal('issuer_refused')
  if (issuer.audience !== null) checkAudience(registered.aud, issuer.audience)
  checkTimes(registered, policy, now)
  if (registered.cnf !== undefined) throw new Refusal('binding_required')
  for (const claim of policy.requiredClaims) {
    if ((ownMember(claims, claim) ?? null) === null) throw new Refusal('claim_missing', { claim })
  }
}

function checkAudience(audience: unknown, accepted: ReadonlySet<string>): void {
  if (typeof audience === 'string' && accepted.has(audience)) return
  const isListOfText = Array.isArray(audience) && audience.every((one) => typeof one === 'string')
  if (!isListOfText || !audience.some((one) => accepted.has(one))) throw new Refusal('audience_refused')
}

function checkTimes(claims: RegisteredClaims, policy: Policy, now: NumericDate): void {
  const exp = readDate(claims.exp, 'exp')
  const nbf = readDate(claims.nbf, 'nbf')
  const iat = readDate(claims.iat, 'iat')
  const latest = now + policy.clockTolerance
  if ((nbf !== undefined && nbf > latest) || (iat !== undefined && iat > latest))
    throw new Refusal('token_not_active')
  checkExpiration(exp, policy, now)
  if (policy.maxTokenAge !== undefined) checkAge(iat, policy.maxTokenAge + policy.clockTolerance, now)
  const lifetime = exp === undefined ? 0 : exp - (iat ?? now)
  if (policy.maxLifetime !== undefined && lifetime > policy.maxLifetime) throw new Refusal('lifetime_refused')
}

function checkExpiration(exp: NumericDate | undefined, policy: Policy, now: NumericDate): void {
  if (policy.expiration === 'ignored') return
  if (exp === undefined) {
    if (policy.expiration === 'required') throw new Refusal('claim_missing', { claim: 'exp' })
  } else if (exp <= now - policy.clockTolerance) {
    throw new Refusal('token_expired', { expiredAt: exp })
  }
}

function checkAge(iat: NumericDate | undefined, oldest: Seconds, now: NumericDate): void {
  if (iat === undefined) throw new Refusal('claim_missing', { claim: 'iat' })
  if (now - iat >= oldest) throw new Refusal('lifetime_refused')
}

function readDate(value: unknown, claim: 'exp' | 'nbf' | 'iat'): NumericDate | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !(value >= 0 && value <= LAST_DATE))
    throw new Refusal('claim_refused', { claim })
  return value
}
