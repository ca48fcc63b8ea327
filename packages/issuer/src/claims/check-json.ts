import { ConfigurationError } from '@meishi/core'

/** Deeper than this no verifier of meishi reads. */
const MOST_LEVELS = 15

/**
 * Whether a value arrives as it is: what JSON would drop, change or choke on is refused by its path.
 *
 * @throws ConfigurationError
 */
export function checkJson(value: unknown, path: string, levels = MOST_LEVELS): void {
  const problem = problemOf(value)
  if (problem !== undefined) throw new ConfigurationError(path, problem)
  if (typeof value !== 'object' || value === null) return
  if (levels === 0) throw new ConfigurationError(path, `claims are at most ${MOST_LEVELS} levels deep`)
  for (const [name, member] of Object.entries(value)) {
    checkJson(member, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`, levels - 1)
  }
}

function problemOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'is not well-formed text'
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'is not a finite number'
  if (typeof value === 'boolean' || value === null) return undefined
  if (typeof value !== 'object')
    return `expected JSON; got ${value === undefined ? 'undefined' : `a ${typeof value}`}`
  return isPlain(value) ? undefined : 'expected JSON; got an object of a class'
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}
