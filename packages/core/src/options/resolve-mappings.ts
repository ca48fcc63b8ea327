import type { ClaimMapping, MappingTarget, PlannedMapping } from '../claim-mapping.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { foldHeaderName, foldParameterName } from '../http/fold-name.js'
import type { MappedNames, MappingLocation } from '../http/mapped-names.js'
import type { TokenSource } from '../http/token-source.js'

/** Headers that decide how a message is read, where it goes or who sent it (RFC 9110; RFC 7239). */
const REFUSED_HEADERS =
  /^(host|authorization|cookie|set-cookie|content-.*|transfer-encoding|connection|keep-alive|proxy-.*|te|trailer|upgrade|expect|via|forwarded|x-real-ip|x-original-url|x-rewrite-url|x-http-method(-override)?|x-method-override|x-forwarded-.*|http2-settings)$/
const REFUSED_NAMES = new Set(['__proto__', 'constructor', 'prototype'])
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * Resolves `claimMapping`, and refuses every target that would change how the request is read.
 *
 * @throws {@link ConfigurationError} naming the mapping
 */
export function resolveMappings(
  mappings: readonly ClaimMapping[],
  sources: readonly TokenSource[],
): readonly PlannedMapping[] {
  const taken = new Set(sources.map(foldedTarget))
  return mappings.map((mapping, index) => {
    const at = `claimMapping[${index}].to`
    const [location, name] = targetOf(mapping.to)
    checkName(location, name, `${at}.${location}`)
    const folded = foldedTarget(mapping.to)
    if (taken.has(folded))
      throw new ConfigurationError(`${at}.${location}`, 'another mapping or a token source has this name')
    taken.add(folded)
    const path = typeof mapping.claim === 'string' ? [mapping.claim] : [...mapping.claim]
    return Object.freeze({ path, location, name, encoding: mapping.encoding ?? 'percent' })
  })
}

/** The names that clients may not send because of these mappings. */
export function mappedNamesOf(mappings: readonly PlannedMapping[]): MappedNames {
  const names = {
    header: new Set<string>(),
    query: new Set<string>(),
    path: new Set<string>(),
    form: new Set<string>(),
  }
  for (const { location, name } of mappings) names[location].add(FOLD[location](name))
  return names
}

/** Whether a token is looked for under one of the names. */
export function namesAnySource(names: MappedNames, sources: readonly TokenSource[]): boolean {
  return sources.some((source) => {
    const [location, name] = Object.entries(source)[0] as [keyof typeof FOLD, string]
    return location !== 'cookie' && names[location].has(FOLD[location](name))
  })
}

const FOLD: Readonly<Record<MappingLocation | 'cookie', (name: string) => string>> = {
  header: foldHeaderName,
  query: foldParameterName,
  form: foldParameterName,
  path: (name) => name,
  cookie: (name) => name,
}

function checkName(location: MappingLocation, name: string, path: string): void {
  if (!name.isWellFormed()) throw new ConfigurationError(path, 'is no well-formed text')
  if (REFUSED_NAMES.has(name.toLowerCase()))
    throw new ConfigurationError(path, `${name} is refused: objects inherit it`)
  if (location === 'header') {
    if (!HEADER_NAME.test(name))
      throw new ConfigurationError(path, 'is no header name (RFC 9110, section 5.1)')
    if (REFUSED_HEADERS.test(foldHeaderName(name))) {
      throw new ConfigurationError(
        path,
        `${name} is refused: it decides how the request is read or who sent it`,
      )
    }
  } else if (location !== 'path' && foldParameterName(name) !== name.toLowerCase()) {
    throw new ConfigurationError(path, 'must not contain brackets, dots or a NUL, nor start with white space')
  }
}

function targetOf(target: MappingTarget): [MappingLocation, string] {
  return Object.entries(target)[0] as [MappingLocation, string]
}

function foldedTarget(target: MappingTarget | TokenSource): string {
  const [location, name] = Object.entries(target)[0] as [keyof typeof FOLD, string]
  return `${location}:${FOLD[location](name)}`
}
