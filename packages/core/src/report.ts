import { channel } from 'node:diagnostics_channel'
import type { Attempt } from './attempt.js'
import { isPromise } from './awaitable.js'
import type { DecisionRecord } from './decision.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import { printableKid } from './errors/printable-kid.js'
import { Refusal } from './errors/refusal.js'
import { UnavailableError } from './errors/unavailable-error.js'
import { ALGORITHMS } from './jose/algorithms.js'
import { KEY_MANAGEMENTS } from './jose/encryption-algorithms.js'
import type { Policy } from './policy.js'

/** Told of every decision, when somebody listens. */
export type Report = (
  attempt: Attempt,
  outcome: DecisionRecord['outcome'],
  error: unknown,
  startedAt: number,
) => void

/** Every decision of every authenticator of the process, for who wants to listen. */
const decisions = channel('meishi:decision')

/**
 * Makes the function that tells of a decision, or nothing where nobody listens: the record costs only who reads it.
 *
 * @param onFailure - called when a listener threw; the decision stands
 */
export function createReport(policy: Policy, onFailure: () => void): Report | undefined {
  const { onDecision } = policy
  if (onDecision === undefined && !decisions.hasSubscribers) return undefined
  return (attempt, outcome, error, startedAt) => {
    try {
      const record = recordOf(attempt, outcome, error, policy, startedAt)
      if (decisions.hasSubscribers) decisions.publish(record)
      const answer: unknown = onDecision?.(record)
      if (isPromise(answer)) answer.then(undefined, onFailure)
    } catch {
      onFailure()
    }
  }
}

function recordOf(
  attempt: Attempt,
  outcome: DecisionRecord['outcome'],
  error: unknown,
  policy: Policy,
  startedAt: number,
): DecisionRecord {
  const { header, issuer, cached, view } = attempt
  return Object.freeze({
    outcome: error instanceof UnavailableError ? 'unavailable' : outcome,
    code: codeOf(error),
    issuer: issuer?.label,
    kid:
      header !== undefined && Object.hasOwn(header, 'kid') ? printableKid(header.kid as string) : undefined,
    alg: header !== undefined && isKnown(header.alg) ? header.alg : undefined,
    cached,
    stale: issuer?.keys.status().state === 'stale',
    unchecked: uncheckedOf(attempt, policy.reportOnly),
    reportOnly: policy.reportOnly,
    durationMicros: Math.round((performance.now() - startedAt) * 1000),
    route: view?.route,
  })
}

const isKnown = (alg: string): boolean => ALGORITHMS.has(alg) || KEY_MANAGEMENTS.has(alg)

/** In report mode no `jti` is spent, which says nothing of the store. */
function uncheckedOf({ replay, revocation }: Attempt, reportOnly: boolean): DecisionRecord['unchecked'] {
  const isReplay = replay === 'unchecked' && !reportOnly
  if (revocation !== 'unchecked') return isReplay ? 'replay' : undefined
  return isReplay ? 'both' : 'revocation'
}

function codeOf(error: unknown): DecisionRecord['code'] {
  const isOurs =
    error instanceof Refusal || error instanceof UnavailableError || error instanceof MisconfiguredError
  return isOurs || error instanceof ConfigurationError ? error.code : undefined
}

/** Says at start that nothing is enforced, so that nobody forgets it in production. */
export function warnOfReportMode(): void {
  process.emitWarning('an authenticator runs with mode "report": every request passes, as anonymous', {
    code: 'MEISHI_REPORT_MODE',
  })
}
