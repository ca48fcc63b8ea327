import type { ConfigurationError } from '../errors/configuration-error.js'
import { type Expect, isKind, isObject, isOr, isText, satisfies } from '../options/expect.js'
import type { NumericDate, Seconds } from '../time.js'
import { REVOCATION_CLAIMS, type RevocationEntry, type RevocationKind } from './revocation-entry.js'

/** The most by which clocks of issuer and verifier may differ (`clockTolerance`). */
const GREATEST_TOLERANCE: Seconds = 300
/** How far the clocks of those who share a list may differ. */
const LIST_SKEW: Seconds = 60
const LONGEST_ID = 1024
const LONGEST_REASON = 256
/** Year 5138. What is above is in milliseconds. */
const LAST_INSTANT: NumericDate = 1e11

/** An entry with nothing left open. */
export interface ResolvedRevocation {
  readonly issuer: string | null
  readonly kind: RevocationKind
  readonly id: string
  /** Infinite: every token. */
  readonly issuedBefore: NumericDate
  /** When the last token that is meant expires by its `exp`. Infinite: never. */
  readonly expiresAt: NumericDate
  readonly reason: string | undefined
}

/** What of an entry names its target. */
export type ResolvedTarget = Pick<ResolvedRevocation, 'issuer' | 'kind' | 'id'>

const isId = satisfies(
  `a string of 1 to ${LONGEST_ID} characters`,
  (value) => typeof value === 'string' && value !== '' && value.length <= LONGEST_ID,
)
const isReason = satisfies(
  `a string of at most ${LONGEST_REASON} characters`,
  (value) => typeof value === 'string' && value.length <= LONGEST_REASON,
)
const isInstant = satisfies('a time in seconds since 1970, not milliseconds', (value) => {
  return typeof value === 'number' && value >= 0 && value <= LAST_INSTANT
})

const KINDS = Object.keys(REVOCATION_CLAIMS) as RevocationKind[]
const TIMES = { issuedBefore: isInstant, expiresAt: isInstant, reason: isReason }

/** An object with an issuer and exactly one kind of id. */
const isEntry: Expect = isKind(
  Object.fromEntries(
    KINDS.map((kind) => [kind, isObject({ issuer: isOr(null, isText), [kind]: isId, ...TIMES }, ['issuer'])]),
  ),
)

/**
 * Checks a target. An entry is one too.
 *
 * @throws {@link ConfigurationError} naming the field that is wrong
 */
export function resolveTarget(target: unknown): ResolvedTarget {
  isEntry(target, '')
  const entry = target as RevocationEntry
  const kind = KINDS.find((one) => entry[one] !== undefined) as RevocationKind
  return { issuer: entry.issuer, kind, id: entry[kind] as string }
}

/**
 * Checks an entry and decides what it left open, so that it never leaves while a token it was meant for lives.
 *
 * @param maxTokenLifetime - how long a token may live; `null` for ever
 * @throws {@link ConfigurationError} naming the field that is wrong
 */
export function resolveEntry(
  entry: unknown,
  now: NumericDate,
  maxTokenLifetime: Seconds | null,
): ResolvedRevocation {
  const { issuer, kind, id } = resolveTarget(entry)
  const given = entry as RevocationEntry
  const isSubjectUntilNow = kind === 'subject' && given.expiresAt === undefined
  const issuedBefore = given.issuedBefore ?? (isSubjectUntilNow ? now : Number.POSITIVE_INFINITY)
  const byLifetime =
    kind === 'keyId' || maxTokenLifetime === null
      ? Number.POSITIVE_INFINITY
      : Math.max(now, given.issuedBefore ?? now) + GREATEST_TOLERANCE + maxTokenLifetime
  // Each member by its name: a million of these are made when a list is read, and spreading costs more than the rest.
  return { issuer, kind, id, issuedBefore, expiresAt: given.expiresAt ?? byLifetime, reason: given.reason }
}

/** The instant at which an entry may leave: no clock that may differ accepts one of its tokens any more. */
export function leavesAt(expiresAt: NumericDate): NumericDate {
  return expiresAt + GREATEST_TOLERANCE + LIST_SKEW
}

/** An entry as people wrote it, or would have. */
export function entryOf({
  issuer,
  kind,
  id,
  issuedBefore,
  expiresAt,
  reason,
}: ResolvedRevocation): RevocationEntry {
  return {
    issuer,
    [kind]: id,
    ...(Number.isFinite(issuedBefore) && { issuedBefore }),
    ...(Number.isFinite(expiresAt) && { expiresAt }),
    ...(reason !== undefined && { reason }),
  } as RevocationEntry
}
