import type { Attempt } from './attempt.js'
import type { Proof } from './cache/proof.js'
import { type Assignment, planAssignments } from './claim-mapping.js'
import type { Policy } from './policy.js'
import { prove, recall } from './proofs.js'
import { hasMappedForm } from './request-state.js'
import { checkApplication } from './stages/check-application.js'
import { checkBody } from './stages/check-body.js'
import { checkClaims } from './stages/check-claims.js'
import { checkGuard } from './stages/check-guard.js'
import { checkHeader } from './stages/check-header.js'
import { checkRevocation } from './stages/check-revocation.js'
import { consumeToken } from './stages/consume-token.js'
import { parseToken } from './stages/parse-token.js'
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
 * Token to accepted token: every stage, once, in order. A proof of the cache replaces the parsing and the signature
 * and nothing else. The one effect, spending the `jti`, comes last.
 *
 * @throws Refusal, or what an outage or the application throws
 */
export async function verifyToken(text: string, policy: Policy, attempt: Attempt): Promise<Accepted> {
  const now = readClock(policy.clock)
  const remembered = recall(text, policy, attempt)
  const token = remembered?.token ?? parseToken(text)
  attempt.header = token.header
  const selecting = selectIssuer(policy, token)
  const issuer = selecting instanceof Promise ? await selecting : selecting
  attempt.issuer = issuer
  const algorithm = checkHeader(token.header, issuer, policy)
  const resolving = resolveKey(token.header, algorithm, issuer)
  const keys = resolving instanceof Promise ? await resolving : resolving
  const isLive = remembered !== undefined && keys.includes(remembered.key)
  const proof = isLive ? remembered : await prove(text, token, keys, policy)
  attempt.cached = isLive
  const { claims } = proof.token
  checkClaims(claims, issuer, policy, now)
  const asksApplication = policy.schema !== undefined || policy.check !== undefined
  const output = asksApplication ? await checkApplication(claims, policy) : claims
  const auth: Auth<unknown> = Object.freeze({ claims: output, token: proof.token })
  if (policy.revocation !== undefined)
    await checkRevocation(policy.revocation, { token: proof.token, keyId: proof.key.kid })
  if (policy.guard !== undefined) checkGuard(policy.guard, auth)
  checkBody(attempt.view, policy.mappedNames, hasMappedForm(attempt.state))
  const assignments = planAssignments(policy.mappings, claims)
  if (policy.replay !== undefined)
    attempt.replay = await consumeToken(claims, policy.replay, policy, attempt.state)
  if (!isLive) policy.cache.add(proof, (policy.issuerOf ?? policy.tenants) && issuer.label, now)
  return { auth, proof, assignments }
}
