import type { VerifiedTokens } from '../cache/verified-tokens.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { TokenSource } from '../http/token-source.js'
import { normalTyp } from '../jose/typ.js'
import type { IssuerPolicy, Policy, ReplayPolicy } from '../policy.js'
import type { ReplayStore } from '../replay/replay-store.js'
import { type Seconds, systemClock } from '../time.js'
import type { ErasedOptions } from './auth-options.js'
import { resolveIssuers } from './resolve-issuers.js'
import { mappedNamesOf, resolveMappings } from './resolve-mappings.js'

/** What every policy of one family shares. */
export interface SharedResources {
  readonly cache: VerifiedTokens
  /** The replay store where none was given. */
  readonly replayStore: () => ReplayStore
  /** Whose keys are used again. */
  readonly parent?: Policy | undefined
}

const SEVEN_DAYS: Seconds = 7 * 86_400
const DEFAULT_SOURCE: TokenSource = { header: 'authorization', scheme: 'Bearer' }

/**
 * Turns options of a checked shape into what requests read.
 *
 * @throws {@link ConfigurationError} where two options contradict each other
 */
export function resolvePolicy(options: ErasedOptions, shared: SharedResources): Policy {
  const sources = resolveSources(options.token ?? DEFAULT_SOURCE)
  const mappings = resolveMappings(options.claimMapping ?? [], sources)
  const resolved = resolveIssuers(options, shared.parent)
  const replay = resolveReplay(options, resolved.issuers, shared.replayStore)
  const headerSource = sources.find((source) => 'header' in source && source.scheme !== undefined)
  return Object.freeze({
    ...resolved,
    cache: shared.cache,
    clock: options.clock ?? systemClock,
    typ: new Set((options.typ ?? [null, 'JWT', 'at+jwt']).map(normalTyp)),
    maxTokenBytes: options.maxTokenBytes ?? 16_384,
    clockTolerance: options.clockTolerance ?? 5,
    maxTokenAge: options.maxTokenAge,
    maxLifetime: resolveLifetime(options, replay),
    expiration: resolveExpiration(options),
    requiredClaims: options.requiredClaims ?? [],
    schema: options.claims,
    check: options.check,
    guard: options.guard,
    replay,
    revocation: options.revocation,
    sources,
    scheme:
      headerSource !== undefined && 'header' in headerSource ? (headerSource.scheme ?? 'Bearer') : 'Bearer',
    vary: varyOf(sources),
    optional: options.optional ?? false,
    mappings,
    mappedNames: mappedNamesOf(mappings),
    forwardToken: options.forwardToken ?? true,
    csrfOrigins: options.csrf === null ? null : new Set(options.csrf?.origins),
    allowPreflight: options.allowPreflight ?? false,
    errorProfile: options.errorProfile ?? 'rfc6750',
    reportOnly: options.mode === 'report',
    onDecision: options.onDecision,
  })
}

function resolveSources(token: TokenSource | readonly TokenSource[]): readonly TokenSource[] {
  const sources = Array.isArray(token) ? token : [token]
  return sources.map((source: TokenSource) =>
    'header' in source ? { ...source, header: source.header.toLowerCase() } : source,
  )
}

function varyOf(sources: readonly TokenSource[]): string {
  const names = sources.map((source) =>
    'header' in source ? source.header : 'cookie' in source ? 'cookie' : '',
  )
  return [...new Set(names.filter((name) => name !== ''))].join(', ')
}

function resolveExpiration(options: ErasedOptions): Policy['expiration'] {
  if (options.dangerouslyIgnoreExpiration === true) return 'ignored'
  return options.dangerouslyAllowMissingExpiration === true ? 'optional' : 'required'
}

/** A used id must be remembered for as long as its token is accepted, so that is limited. */
function resolveLifetime(options: ErasedOptions, replay: ReplayPolicy | undefined): Seconds | undefined {
  const { maxTokenAge = Number.POSITIVE_INFINITY } = options
  if (replay === undefined || maxTokenAge <= SEVEN_DAYS) return options.maxLifetime
  if (resolveExpiration(options) !== 'required') {
    throw new ConfigurationError(
      'maxTokenAge',
      'is at most 7 days (604800) where `preventReplay` has nothing else to go by',
    )
  }
  return Math.min(options.maxLifetime ?? SEVEN_DAYS, SEVEN_DAYS)
}

function resolveReplay(
  options: ErasedOptions,
  issuers: readonly IssuerPolicy[],
  defaultStore: () => ReplayStore,
): ReplayPolicy | undefined {
  const { preventReplay } = options
  if (preventReplay === undefined || preventReplay === false) return undefined
  const { store, namespace, onUnavailable = 'refuse' } = preventReplay === true ? {} : preventReplay
  if (resolveExpiration(options) !== 'required' && options.maxTokenAge === undefined) {
    throw new ConfigurationError(
      'preventReplay',
      'needs `exp` or `maxTokenAge`: an id without an end cannot be remembered',
    )
  }
  if (namespace === undefined && issuers.some((issuer) => issuer.names === null)) {
    throw new ConfigurationError(
      'preventReplay.namespace',
      'is required with `issuer: null`, where `iss` does not tell ids apart',
    )
  }
  return Object.freeze({ store: store ?? defaultStore(), namespace: namespace ?? '', onUnavailable })
}
