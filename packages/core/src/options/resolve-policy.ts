import type { VerifiedTokens } from '../cache/verified-tokens.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import type { Openings } from '../jose/open-encrypted.js'
import { acceptedTyps } from '../jose/typ.js'
import type { IssuerPolicy, Policy, ReplayPolicy, RevocationPolicy } from '../policy.js'
import type { ReplayStore } from '../replay/replay-store.js'
import { storeGuard } from '../stores/store-guard.js'
import { type Seconds, systemClock } from '../time.js'
import type { ErasedOptions } from './auth-options.js'
import { resolveDecryption } from './resolve-decryption.js'
import type { SharedKeys } from './resolve-issuer.js'
import { resolveIssuers } from './resolve-issuers.js'
import { mappedNamesOf, resolveMappings } from './resolve-mappings.js'
import { resolveRevocation } from './resolve-revocation.js'
import { resolveSources, schemeOf, varyOf } from './resolve-sources.js'

/** What every policy of one family shares. */
export interface SharedResources {
  readonly cache: VerifiedTokens
  readonly keys: SharedKeys
  /** Of encrypted tokens. */
  readonly openings: Openings
  /** The replay store where none was given. */
  readonly replayStore: () => ReplayStore
  /** Whose keys are used again. */
  readonly parent?: Policy | undefined
}

const SEVEN_DAYS: Seconds = 7 * 86_400

/**
 * Turns options of a checked shape into what requests read.
 *
 * @throws {@link ConfigurationError} where two options contradict each other
 */
export function resolvePolicy(options: ErasedOptions, shared: SharedResources): Policy {
  const sources = resolveSources(options.token, options.optional)
  const mappings = resolveMappings(options.claimMapping ?? [], sources)
  const resolved = resolveIssuers(options, shared.parent, shared.keys)
  const replay = resolveReplay(options, resolved.issuers, shared.replayStore)
  const revocation = resolveRevocation(options)
  return Object.freeze({
    ...resolved,
    ...resolveDecryption(options, resolved.partition, shared.parent?.decryption, shared.openings),
    cache: shared.cache,
    clock: options.clock ?? systemClock,
    typ: acceptedTyps(options.typ ?? [null, 'JWT', 'at+jwt']),
    maxTokenBytes: options.maxTokenBytes ?? 16_384,
    clockTolerance: options.clockTolerance ?? 5,
    maxTokenAge: options.maxTokenAge ?? undefined,
    maxLifetime: resolveLifetime(options, replay, revocation),
    expiration: resolveExpiration(options),
    requiredClaims: Object.freeze([...(options.requiredClaims ?? [])]),
    schema: options.claims,
    check: options.check ?? undefined,
    asksApplication: asksApplication(options),
    guard: options.guard ?? undefined,
    replay,
    revocation,
    sources,
    readsBody: readsBody(sources, mappings),
    scheme: schemeOf(sources),
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

function asksApplication({ claims, check }: ErasedOptions): boolean {
  return claims !== undefined || (check ?? null) !== null
}

function readsBody(sources: Policy['sources'], mappings: Policy['mappings']): boolean {
  return sources.some((source) => 'form' in source) || mappings.some(({ location }) => location === 'form')
}

function resolveExpiration(options: ErasedOptions): Policy['expiration'] {
  if (options.dangerouslyIgnoreExpiration === true) return 'ignored'
  return options.dangerouslyAllowMissingExpiration === true ? 'optional' : 'required'
}

/** A used id, or a revoked one, must be remembered for as long as its token is accepted, so that is limited. */
function resolveLifetime(
  { maxLifetime, ...options }: ErasedOptions,
  replay: ReplayPolicy | undefined,
  revocation: RevocationPolicy | undefined,
): Seconds | undefined {
  if (resolveExpiration(options) === 'ignored') return maxLifetime ?? undefined
  const limits = [maxLifetime, replay && SEVEN_DAYS, revocation?.list.maxTokenLifetime]
  const least = Math.min(...limits.map((limit) => limit ?? Number.POSITIVE_INFINITY))
  return Number.isFinite(least) ? least : undefined
}

/** Without `exp` only the age limits how long an id must be remembered. */
function checkAgeLimit(maxTokenAge: Seconds | null | undefined): void {
  if (maxTokenAge === undefined || maxTokenAge === null) {
    throw new ConfigurationError(
      'preventReplay',
      'needs `exp` or `maxTokenAge`: an id without an end cannot be remembered',
    )
  }
  if (maxTokenAge > SEVEN_DAYS) {
    throw new ConfigurationError(
      'maxTokenAge',
      'is at most 7 days (604800) where `preventReplay` has nothing else to go by',
    )
  }
}

function resolveReplay(
  options: ErasedOptions,
  issuers: readonly IssuerPolicy[],
  defaultStore: () => ReplayStore,
): ReplayPolicy | undefined {
  const { preventReplay } = options
  if (preventReplay === undefined || preventReplay === false) return undefined
  const given = preventReplay === true ? {} : preventReplay
  const { namespace, onUnavailable = 'refuse', timeout = 0.25 } = given
  if (resolveExpiration(options) !== 'required') checkAgeLimit(options.maxTokenAge)
  if (namespace === undefined && issuers.some((issuer) => issuer.names === null)) {
    throw new ConfigurationError(
      'preventReplay.namespace',
      'is required with `issuer: null`, where `iss` does not tell ids apart',
    )
  }
  const store = given.store ?? defaultStore()
  const guard = storeGuard('replay', store)
  return Object.freeze({ store, guard, namespace: namespace ?? '', onUnavailable, timeout })
}
