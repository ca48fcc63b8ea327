import type { Attempt } from './attempt.js'
import type { Proof } from './cache/proof.js'
import { type Assignment, planAssignments } from './claim-mapping.js'
import type { Policy } from './policy.js'
import { isLive, prove, recall } from './proofs.js'
import { readToken } from './read-token.js'
import { hasMappedForm } from './request-state.js'
import { checkApplication } from './stages/check-application.js'
import { checkBody, takesForm } from './stages/check-body.js'
import { checkClaims } from './stages/check-claims.js'
import { checkGuard } from './stages/check-guard.js'
import { checkHeader } from './stages/check-header.js'
import { checkRevocation } from './stages/check-revocation.js'
import { checkSealed } from './stages/check-sealed.js'
import { consumeToken } from './stages/consume-token.js'
import { resolveKey } from './stages/resolve-key.js'
import { selectIssuer } from './stages/select-issuer.js'
import { readClock } from './time.js'
import type { Auth } from './token.js'

/** A token that passed every check, and what is to be written into the request because of it. */
export interface Accepted {
  readonly auth: Auth<unknown>
  readonly proof: Proof
  readonly assignments: readonly Assignment[]
}

/**
 * Token to accepted token: every stage, once, in order. A proof of the cache replaces the opening, the parsing and the
 * signature and nothing else. The one effect, spending the `jti`, comes last.
 *
 * @throws Refusal, or what an outage or the application throws
 */
export async function verifyToken(text: string, policy: Policy, attempt: Attempt): Promise<Accepted> {
  const now = readClock(policy.clock)
  const remembered = recall(text, policy, attempt)
  const reading = remembered ?? readToken(text, policy, attempt)
  const read = reading instanceof Promise ? await reading : reading
  const { token, facts, sealedBy } = read
  attempt.header = token.header
  const selecting = selectIssuer(policy, token)
  const issuer = selecting instanceof Promise ? await selecting : selecting
  attempt.issuer = issuer
  const resolving =
    sealedBy === undefined
      ? resolveKey(facts, checkHeader(facts, issuer, policy), issuer)
      : checkSealed(facts, sealedBy, policy)
  const keys = resolving instanceof Promise ? await resolving : resolving
  const proving = isLive(remembered, keys) ? remembered : prove(text, read, keys, policy)
  const proof = proving instanceof Promise ? await proving : proving
  attempt.cached = proof === remembered
  const { claims } = proof.token
  checkClaims(proof, issuer, policy, now)
  const auth: Auth<unknown> = policy.asksApplication
    ? Object.freeze({ claims: await checkApplication(claims, policy), token: proof.token })
    : proof.auth
  if (policy.revocation !== undefined) {
    const checking = checkRevocation(policy.revocation, { token: proof.token, keyId: proof.key.kid })
    attempt.revocation = checking instanceof Promise ? await checking : checking
  }
  if (policy.guard !== undefined) checkGuard(policy.guard, auth)
  checkBody(attempt.view, policy.mappedNames, hasMappedForm(attempt.state))
  const assignments = planAssignments(policy.mappings, claims, () => takesForm(attempt.view))
  if (policy.replay !== undefined)
    attempt.replay = await consumeToken(claims, policy.replay, policy, attempt.state)
  if (proof !== remembered) policy.cache.add(proof, issuer.share, now)
  return { auth, proof, assignments }
}
