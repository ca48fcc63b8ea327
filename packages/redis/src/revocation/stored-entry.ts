import { hash } from 'node:crypto'
import { leavesAt, type ResolvedRevocation, type ResolvedTarget, resolveEntry } from '@meishi/core'

/** An entry as Redis holds it. */
export interface StoredEntry {
  /** The same for what is held once: one target, altogether or until an instant. */
  readonly id: string
  /** `issuedBefore expiresAt {"issuer":…}`, so that a script can compare times without reading the rest. */
  readonly value: string
  /** When it may leave, in milliseconds, as the score of a sorted set. */
  readonly leaves: string
}

const NEVER = 'inf'
const VALUE = /^(\S+) (\S+) (\{.*\})$/s

/** What goes into Redis. */
export function storedOf(entry: ResolvedRevocation): StoredEntry {
  const { issuer, kind, id, reason, issuedBefore, expiresAt } = entry
  const rest = JSON.stringify({ issuer, [kind]: id, reason })
  return {
    id: storedId(entry, Number.isFinite(issuedBefore)),
    value: `${textOf(issuedBefore)} ${textOf(expiresAt)} ${rest}`,
    leaves: textOf(Math.ceil(leavesAt(expiresAt) * 1000)),
  }
}

/** The ids of all that may be held of one target. */
export function idsOf(target: ResolvedTarget): readonly string[] {
  return [storedId(target, false), storedId(target, true)]
}

/**
 * Reads what Redis holds. It is checked like everything from outside.
 *
 * @throws Error where it cannot be read: then there is a revocation that nobody can apply
 */
export function parseStored(value: string): ResolvedRevocation {
  const [, issuedBefore = '', expiresAt = '', rest = ''] = VALUE.exec(value) ?? []
  if (rest === '') throw new Error('the list in Redis has an entry that cannot be read')
  const entry: { issuedBefore?: number; expiresAt?: number } = JSON.parse(rest)
  if (issuedBefore !== NEVER) entry.issuedBefore = Number(issuedBefore)
  if (expiresAt !== NEVER) entry.expiresAt = Number(expiresAt)
  return resolveEntry(entry, 0, null)
}

const textOf = (time: number): string => (Number.isFinite(time) ? String(time) : NEVER)

/** Each part goes in with its length, so that no two targets make the same text. */
function storedId({ issuer, kind, id }: ResolvedTarget, isUntilInstant: boolean): string {
  const from = issuer === null ? '-' : `${issuer.length}:${issuer}`
  return hash('sha256', `${isUntilInstant ? 'before' : 'all'}:${kind}:${from}${id}`, 'base64url')
}
