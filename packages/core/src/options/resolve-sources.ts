import { ConfigurationError } from '../errors/configuration-error.js'
import { sourceKey, type TokenSource } from '../http/token-source.js'

const BEARER: TokenSource = { header: 'authorization', scheme: 'Bearer' }

/**
 * Resolves `token`: where tokens are looked for, in this order.
 *
 * @throws {@link ConfigurationError} where two sources read the same thing, so that every token would be two, and
 *   where a token that nobody looks for is required
 */
export function resolveSources(
  token: TokenSource | readonly TokenSource[] | null = BEARER,
  isOptional = false,
): readonly TokenSource[] {
  if (token === null) {
    if (!isOptional)
      throw new ConfigurationError(
        'token',
        'is null, so nobody could pass; with `optional: true` everybody does',
      )
    return []
  }
  const isList = Array.isArray(token)
  const sources: readonly TokenSource[] = isList ? token : [token]
  const seen: TokenSource[] = []
  return sources.map((source, index) => {
    const path = isList ? `token[${index}]` : 'token'
    if ('header' in source && source.header.toLowerCase() === 'cookie') {
      throw new ConfigurationError(`${path}.header`, 'a token in a cookie is declared as { cookie }')
    }
    if (seen.some((other) => readTheSame(other, source)))
      throw new ConfigurationError(path, 'is read by another source too')
    seen.push(source)
    return Object.freeze(
      'header' in source ? { ...source, header: source.header.toLowerCase() } : { ...source },
    )
  })
}

/** One header may be read twice under two schemes, and not otherwise. */
function readTheSame(one: TokenSource, other: TokenSource): boolean {
  if ('header' in one && 'header' in other) {
    if (one.header.toLowerCase() !== other.header.toLowerCase()) return false
    if (one.scheme === undefined || other.scheme === undefined) return true
  }
  return sourceKey(one) === sourceKey(other)
}

/** The scheme of challenges: that of the first source which has one (RFC 9110, section 11.6.1). */
export function schemeOf(sources: readonly TokenSource[]): string {
  for (const source of sources) if ('header' in source && source.scheme !== undefined) return source.scheme
  return 'Bearer'
}

/** Request headers that the answer depends on. */
export function varyOf(sources: readonly TokenSource[]): string {
  const names = sources.map((source) =>
    'header' in source ? source.header : 'cookie' in source ? 'cookie' : '',
  )
  return [...new Set(names.filter((name) => name !== ''))].join(', ')
}
