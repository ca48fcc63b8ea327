import type { Attempt } from './attempt.js'
import { type Awaitable, andThen } from './awaitable.js'
import type { Proof } from './cache/proof.js'
import { type Assignment, planAssignments } from './claim-mapping.js'
import type { IssuerPolicy, Policy } from './policy.js'
import { isLive, prove, recall } from './proofs.js'
import { type ReadToken, readToken } from './read-token.js'
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
import { type NumericDate, readClock } from './time.js'
import type { Auth, VerifiedToken } from './token.js'

/** A token that passed every check, and what is to be written into the request because of it. */
export interface Accepted {
  readonly auth: Auth<unknown>
  readonly proof: Proof
  readonly assignments: readonly Assignment[]
}

/**
 * Token to accepted token: every stage, once, in order. A proof of the cache replaces the opening, the parsing and the
 * signature and nothing else. A promise only where somebody must be waited for.
 *
 * @throws Refusal, or what an outage or the application throws; by the promise where there is one
 */
export function verifyToken(text: string, policy: Policy, attempt: Attempt): Awaitable<Accepted> {
  const now = readClock(policy.clock)
  const remembered = recall(text, policy, attempt)
  return andThen(remembered ?? readToken(text, policy, attempt), (read) => {
    attempt.header = read.token.header
    return andThen(selectIssuer(policy, read.token), (issuer) => {
      attempt.issuer = issuer
      const proving = andThen(findKeys(read, issuer, policy), (keys) =>
        isLive(remembered, keys) ? remembered : prove(text, read, keys, policy),
      )
      return andThen(proving, (proof) => {
        attempt.cached = proof === remembered
        return judge(proof, issuer, policy, attempt, now)
      })
    })
  })
}

function findKeys(
  { facts, sealedBy }: ReadToken | Proof,
  issuer: IssuerPolicy,
  policy: Policy,
): Awaitable<readonly Proof['key'][]> {
  if (sealedBy !== undefined) return checkSealed(facts, sealedBy, policy)
  return resolveKey(facts, checkHeader(facts, issuer, policy), issuer)
}

/** What is judged of every token, remembered or not. The one effect, spending the `jti`, comes last. */
function judge(
  proof: Proof,
  issuer: IssuerPolicy,
  policy: Policy,
  attempt: Attempt,
  now: NumericDate,
): Awaitable<Accepted> {
  const { token } = proof
  checkClaims(proof, issuer, policy, now)
  return andThen(policy.asksApplication ? askApplication(token, policy) : proof.auth, (auth: Auth<unknown>) =>
    andThen(
      policy.revocation && checkRevocation(policy.revocation, { token, keyId: proof.key.kid }),
      (revocation) => {
        attempt.revocation = revocation
        if (policy.guard !== undefined) checkGuard(policy.guard, auth)
        checkBody(attempt.view, policy.mappedNames, hasMappedForm(attempt.state))
        const assignments = planAssignments(policy.mappings, token.claims, () => takesForm(attempt.view))
        return andThen(
          policy.replay && consumeToken(token.claims, policy.replay, policy, attempt.state),
          (replay) => {
            attempt.replay = replay
            if (!attempt.cached) policy.cache.add(proof, issuer.share, now)
            return { auth, proof, assignments }
          },
        )
      },
    ),
  )
}

async function askApplication(token: VerifiedToken, policy: Policy): Promise<Auth<unknown>> {
  return Object.freeze({ claims: await checkApplication(token.claims, policy), token })
}
