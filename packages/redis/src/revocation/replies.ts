/**
 * What Redis answers, read strictly: an answer of another shape is an error, and never a list that goes on for ever.
 * Clients answer with strings or buffers, and numbers with either.
 */

/** @throws Error where it is no list */
export function listOf(answer: unknown): readonly unknown[] {
  if (!Array.isArray(answer)) throw unreadable()
  return answer
}

/** @throws Error where it is no text */
export function textOf(answer: unknown): string {
  if (typeof answer !== 'string' && typeof answer !== 'number' && !Buffer.isBuffer(answer)) throw unreadable()
  return String(answer)
}

/** @throws Error where it is no whole number */
export function numberOf(answer: unknown): number {
  const text = textOf(answer)
  if (!/^-?\d{1,15}$/.test(text)) throw unreadable()
  return Number(text)
}

/** Where a scan goes on; it may be a larger number than others. @throws Error where it is none */
export function cursorOf(answer: unknown): string {
  const cursor = textOf(answer)
  if (!/^\d+$/.test(cursor)) throw unreadable()
  return cursor
}

/** The position of a record in a stream. @throws Error where it is none */
export function positionOf(record: unknown): string {
  const position = textOf(listOf(record)[0])
  if (!/^\d+-\d+$/.test(position)) throw unreadable()
  return position
}

function unreadable(): Error {
  return new Error('Redis gave an answer that cannot be read')
}
