import { isIPv6 } from 'node:net'
import { ConfigurationError } from '../errors/configuration-error.js'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { IssuerDirectory } from '../policy.js'
import type { ErasedOptions } from './auth-options.js'
import { checkTenant } from './check-options.js'
import type { FindIssuer, TenantOptions } from './issuer-options.js'
import { ownOptions } from './own-options.js'
import { inheritedBy, resolveIssuer, type SharedKeys } from './resolve-issuer.js'
import { sameOptions } from './same-options.js'
import { TenantIssuers } from './tenant-issuers.js'
import type { Accepted } from './tenant-settings.js'

/** Who asked whom: the same function means the same issuers. */
const finders = new WeakMap<IssuerDirectory, FindIssuer>()

/** Where what is wrong with an answer stands. */
const PATH = 'issuers()'

/**
 * The issuers that a function knows, where `issuers` is one.
 *
 * @param present - is used again where it belongs to the same function
 */
export function resolveTenants(
  options: ErasedOptions,
  shared: SharedKeys,
  present?: IssuerDirectory,
): IssuerDirectory | undefined {
  const { issuers: find, tenants = {} } = options
  if (typeof find !== 'function') return undefined
  if (present !== undefined && finders.get(present) === find) return present
  const { clock, timeout, staleFor } = shared.pool.settings
  const { max = 1000, allowedFor = 300, refusedFor = 30, allowPrivateHosts = [] } = tenants
  const origin = { privateHosts: new Set(allowPrivateHosts.map(asHostname)), isOneOfSeveral: true }
  const inherited = inheritedBy(options)
  const ask = async (name: string, before?: Accepted): Promise<Accepted | undefined> => {
    const answer = await answerOf(find, name)
    if (answer === undefined || sameOptions(answer, before?.answer)) return answer && before
    const policy = resolveIssuer({ ...inherited, ...answer, issuer: name }, `${PATH}.`, shared, origin)
    return { answer, policy }
  }
  const limits = { max, allowedFor, refusedFor, staleFor, timeout, users: shared.users }
  const directory = new TenantIssuers({ clock, ask: misconfigured(ask), ...limits })
  finders.set(directory, find)
  return directory
}

/** A host as a URL has it. */
const asHostname = (host: string): string => (isIPv6(host) ? `[${host}]` : host.toLowerCase())

/** What the function says, in a shape that was checked; what it throws is an outage, as of any place that is asked. */
async function answerOf(find: FindIssuer, name: string): Promise<TenantOptions | undefined> {
  let answer: TenantOptions | null | undefined
  try {
    answer = (await find(name)) ?? undefined
  } catch (cause) {
    throw cause instanceof UnavailableError ? cause : new UnavailableError('keys', { cause })
  }
  if (answer === undefined) return undefined
  const own = ownOptions(answer)
  checkTenant(own, PATH)
  return own
}

/** A mistake in an answer is the service's, not the token's. */
function misconfigured<Input extends unknown[], Output>(
  ask: (...input: Input) => Promise<Output>,
): (...input: Input) => Promise<Output> {
  return (...input) =>
    ask(...input).catch((error: unknown) => {
      throw error instanceof ConfigurationError ? new MisconfiguredError(error) : error
    })
}
