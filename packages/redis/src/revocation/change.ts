import { type ResolvedRevocation, type ResolvedTarget, resolveTarget } from '@meishi/core'
import { listOf, positionOf, textOf } from './replies.js'
import { parseStored } from './stored-entry.js'

/** One record of the stream. */
export type Change = { readonly position: string } & (
  | { readonly kind: 'set'; readonly entry: ResolvedRevocation }
  | { readonly kind: 'undo'; readonly target: ResolvedTarget }
  | { readonly kind: 'reload' }
)

/**
 * Reads a record of the stream. One of a kind that is not known means that the whole list is to be read again.
 *
 * @throws Error where it cannot be read
 */
export function parseChange(record: unknown): Change {
  const position = positionOf(record)
  const [kind, value] = listOf(listOf(record)[1]).map(textOf)
  if (kind === 'set') return { position, kind, entry: parseStored(value ?? '') }
  if (kind === 'undo') return { position, kind, target: resolveTarget(JSON.parse(value ?? '')) }
  return { position, kind: 'reload' }
}

/** Whether one position of a stream, `milliseconds-number`, comes before another. */
export function isEarlier(position: string, other: string): boolean {
  const [time = '', number = ''] = position.split('-')
  const [otherTime = '', otherNumber = ''] = other.split('-')
  return time === otherTime ? BigInt(number) < BigInt(otherNumber) : BigInt(time) < BigInt(otherTime)
}
