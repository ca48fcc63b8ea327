import type { Clock } from '@meishi/core'
import { checkIssuerOptions } from './check-issuer-options.js'
import { chooseKeys } from './choose-keys.js'
import { buildClaims } from './claims/build-claims.js'
import type { Issuer, IssuerStatus } from './issuer.js'
import { createIssuerHandler } from './issuer-handler.js'
import type { CreateIssuerOptions } from './issuer-options.js'
import { buildMetadata, hasMetadata, resolveMetadata } from './metadata.js'
import { writeToken } from './write-token.js'

const systemClock: Clock = () => Date.now() / 1000
const MAX_TOKEN_BYTES = 16_384
const JWKS_MAX_AGE = 300
const LIFETIME = 3600

/**
 * Makes an issuer. Its keys are a ring that rotates by itself, or those that are given.
 *
 * @throws (rejects with) ConfigurationError naming the option and the rule, or UnavailableError where the store of the
 * key ring cannot be asked
 * @example
 * const issuer = await createIssuer({ issuer: 'https://auth.example.com', algorithm: 'RS256' })
 * app.use(mount(issuer.handler))
 * const { token } = await issuer.issue({ subject: 'alice', audience: 'https://api.example.com' })
 */
export async function createIssuer(options: CreateIssuerOptions): Promise<Issuer> {
  checkIssuerOptions(options)
  const { issuer, algorithm, audience, clock = systemClock } = options
  const { lifetime = LIFETIME, maxTokenBytes = MAX_TOKEN_BYTES, jwksMaxAge = JWKS_MAX_AGE } = options
  const source = resolveMetadata(issuer, options.jwksUri, options.metadata)
  const { keys, ringStatus } = await chooseKeys(options, { lifetime, jwksMaxAge, clock })

  const jwks = async () => ({ keys: await keys.published() })
  const metadata = async () => buildMetadata(source, algorithm, await keys.published())
  const served = { jwks, metadata, hasMetadata: hasMetadata(issuer), maxAge: jwksMaxAge }
  const handle: Issuer = {
    issuer,
    async issue(request) {
      const claims = buildClaims(request, { issuer, audience, lifetime }, clock())
      const signer = await keys.signer(claims.exp - claims.iat)
      return { token: await writeToken(claims, signer, request, maxTokenBytes), claims }
    },
    jwks,
    metadata,
    rotate: () => keys.rotate(),
    reset: () => keys.reset(),
    handler: createIssuerHandler(served),
    status: (): IssuerStatus => ({ issuer, keys: keys.keyStatus(), ring: ringStatus() }),
    close: () => keys.close(),
  }
  return Object.freeze(handle)
}
