import { ConfigurationError } from '../errors/configuration-error.js'

/** Members that are objects with a life of their own: kept as they are. */
const KEPT = new Set(['claims', 'store', 'source', 'list'])

/**
 * A copy of what the user wrote, own members only and without a prototype: neither a later change of the user's
 * object nor a member that all objects inherit can change a policy.
 *
 * @throws {@link ConfigurationError} where it is no plain object
 */
export function ownOptions<Options>(options: Options): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options
  if (!isPlain(options))
    throw new ConfigurationError(
      '',
      'expected a plain object: what a class or prototype adds would not count',
    )
  return copyMembers(options) as Options
}

function copyMembers(object: object): object {
  const copy: Record<string, unknown> = Object.create(null)
  for (const [name, member] of Object.entries(object))
    copy[name] = KEPT.has(name) || isRevocationList(member) ? member : copyPlain(member)
  return copy
}

/** The one object with a life of its own that may stand where a plain one may too. */
function isRevocationList(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'isRevoked' in value
}

function copyPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyPlain)
  return isPlain(value) ? copyMembers(value) : value
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // By its shape, because test runners and sandboxes have an Object of their own.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
