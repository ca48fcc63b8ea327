import { Refusal } from '../errors/refusal.js'
import { ownMember } from '../jose/own-member.js'
import type { IssuerPolicy, Policy } from '../policy.js'
import type { NumericDate, Seconds } from '../time.js'
import type { JwtClaims } from '../token.js'

/** 9999-12-31T23:59:59Z. What is above is no date but a mistake, or an attempt. */
const LAST_DATE: NumericDate = 253_402_300_799

/**
 * Judges the registered claims (RFC 7519, section 4.1) by the rules of the policy.
 *
 * @throws {@link Refusal} with the code of the rule that said no
 */
export function checkClaims(claims: JwtClaims, issuer: IssuerPolicy, policy: Policy, now: NumericDate): void {
  if (issuer.names !== null && !issuer.names.has(ownMember(claims, 'iss') as string))
    throw new Refusal('issuer_refused')
  if (issuer.audience !== null) checkAudience(ownMember(claims, 'aud'), issuer.audience)
  checkTimes(claims, policy, now)
  if (ownMember(claims, 'cnf') !== undefined) throw new Refusal('binding_required')
  for (const claim of policy.requiredClaims) {
    if ((ownMember(claims, claim) ?? null) === null) throw new Refusal('claim_missing', { claim })
  }
}

function checkAudience(audience: unknown, accepted: ReadonlySet<string>): void {
  if (typeof audience === 'string' && accepted.has(audience)) return
  const isListOfText = Array.isArray(audience) && audience.every((one) => typeof one === 'string')
  if (!isListOfText || !audience.some((one) => accepted.has(one))) throw new Refusal('audience_refused')
}

function checkTimes(claims: JwtClaims, policy: Policy, now: NumericDate): void {
  const exp = readDate(claims, 'exp')
  const nbf = readDate(claims, 'nbf')
  const iat = readDate(claims, 'iat')
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

function readDate(claims: JwtClaims, claim: 'exp' | 'nbf' | 'iat'): NumericDate | undefined {
  const value = ownMember(claims, claim)
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !(value >= 0 && value <= LAST_DATE))
    throw new Refusal('claim_refused', { claim })
  return value
}
