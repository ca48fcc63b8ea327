import type { AuthOptions, ClaimMapping, Jwk, MappingTarget, Seconds, TokenSource } from '@meishi/core'
import { type ClaimParameter, isKeySet, type JwtPlugin } from './jwt-plugin.js'

const SEVEN_DAYS: Seconds = 7 * 86_400

/**
 * The gateway wants less than seven days, core's `maxLifetime` refuses what is more than it. Dates from 2004 on, as
 * floating-point numbers, are at least 2^-22 s (2.4e-7) apart, and so are the lifetimes between them: this number
 * lies between seven days and the last lifetime before.
 */
const UNDER_SEVEN_DAYS: Seconds = SEVEN_DAYS - 1e-7

/** What core needs of a key, and nothing that it would not read. */
const KEY_MEMBERS = ['kty', 'n', 'e', 'kid', 'alg', 'use', 'key_ops']

/** What a plugin file says: everything but what is about the type of the claims, which it knows nothing of. */
export type PluginOptions = Omit<AuthOptions, 'claims' | 'check' | 'guard'>

/** Says in core's words what a plugin says in its own. */
export function translatePlugin(plugin: JwtPlugin, namespace: string): PluginOptions {
  return {
    issuer: null,
    audience: null,
    algorithms: ['RS256'],
    keys: keysOf(plugin),
    token: tokenSource(plugin),
    optional: plugin.bypassEmptyToken ?? false,
    claimMapping: (plugin.claimParameters ?? []).map(claimMapping),
    errorProfile: 'gateway',
    ...timeRules(plugin),
    ...(plugin.preventJtiReplay === true && { preventReplay: { namespace } }),
  }
}

function keysOf({ jwk, jwks }: JwtPlugin): NonNullable<AuthOptions['keys']> {
  if (jwk !== undefined) return { jwk: publicKey(jwk) }
  const keys = jwks === undefined || !isKeySet(jwks) ? jwks : jwks.keys
  return { jwks: { keys: (keys ?? []).map(publicKey) } }
}

function publicKey(jwk: Jwk): Jwk {
  return Object.fromEntries(
    Object.entries(jwk).filter(([name]) => KEY_MEMBERS.includes(name)),
  ) as unknown as Jwk
}

function tokenSource({ parameter, parameterLocation = 'header' }: JwtPlugin): TokenSource {
  if (parameterLocation === 'query') return { query: parameter }
  if (parameterLocation === 'cookie') return { cookie: parameter }
  return parameter.toLowerCase() === 'authorization'
    ? { header: parameter, scheme: 'Bearer' }
    : { header: parameter }
}

function claimMapping({ claimName, parameterName, location }: ClaimParameter): ClaimMapping {
  const target = { [location === 'formData' ? 'form' : location]: parameterName }
  return { claim: claimName, to: target as MappingTarget }
}

/** A used id is remembered for as long as its token is accepted: without `exp`, the token's age must limit that. */
function timeRules({ ignoreExpirationCheck, preventJtiReplay }: JwtPlugin): Partial<AuthOptions> {
  if (ignoreExpirationCheck !== true) return { maxLifetime: UNDER_SEVEN_DAYS }
  return { dangerouslyIgnoreExpiration: true, ...(preventJtiReplay === true && { maxTokenAge: SEVEN_DAYS }) }
}
