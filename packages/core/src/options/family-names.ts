import { ConfigurationError } from '../errors/configuration-error.js'
import type { MappedNames } from '../http/mapped-names.js'
import { sourceKey, type TokenSource } from '../http/token-source.js'
import type { Policy } from '../policy.js'
import { namesAnySource } from './resolve-mappings.js'

/** What one handle maps to is stripped for all: were it another's token source, that one would never see a token. */
export function checkSources(names: MappedNames, sources: readonly TokenSource[]): void {
  if (namesAnySource(names, sources))
    throw new ConfigurationError(
      'claimMapping',
      'a handle maps to a name where another one of its family looks for tokens',
    )
}

/** The names that any of the handles maps claims to. */
export function unionOfNames(policies: readonly Pick<Policy, 'mappedNames'>[]): MappedNames {
  const union = (location: keyof MappedNames): ReadonlySet<string> =>
    new Set(policies.flatMap(({ mappedNames }) => [...mappedNames[location]]))
  return { header: union('header'), query: union('query'), path: union('path'), form: union('form') }
}

/** The places where any of the handles looks for tokens, each once. */
export function unionOfSources(policies: readonly Pick<Policy, 'sources'>[]): readonly TokenSource[] {
  return [
    ...new Map(
      policies.flatMap(({ sources }) => sources.map((source) => [sourceKey(source), source])),
    ).values(),
  ]
}
