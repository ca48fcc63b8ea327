import { ALGORITHMS, type AlgorithmName } from '../jose/algorithms.js'
import type { Jwk, JwkSet } from '../jose/import-jwk.js'
import { type Clock, type Seconds, systemClock } from '../time.js'
import { type Forgery, forgeToken } from './forge-token.js'
import { mintToken, type TestClaims } from './mint-token.js'
import { createSigner, type Signer } from './signer.js'

/** Settings of {@link createTestIssuer}. */
export interface TestIssuerOptions {
  /** The `iss` of its tokens. @default 'https://issuer.test' */
  readonly issuer?: string
  /** The `aud` of its tokens. @default 'https://api.test' */
  readonly audience?: string
  /** What it signs with: any algorithm with a key pair. @default 'ES256' */
  readonly alg?: Exclude<AlgorithmName, `HS${string}`>
  /** When it signs: that of the service, where a test moves it. @default the clock of this machine */
  readonly clock?: Clock
}

/** Somebody who issues tokens to tests. `issuer`, `audience` and `keys` are the options of a service that accepts them. */
export interface TestIssuer {
  readonly issuer: string
  readonly audience: string
  /** To be given as `keys`: the key set as it is now. Later rotations are not in it. */
  readonly keys: { readonly jwks: JwkSet }
  /** What signs at present. */
  readonly signer: Signer
  /**
   * A good token: of this issuer, for this audience, for five minutes, of the subject `alice`, but for what the claims say.
   *
   * @example issuer.mint({ sub: 'bob', scope: 'reports:read' })
   */
  mint(claims?: TestClaims, header?: Readonly<Record<string, unknown>>): string
  /** A token that expired an hour ago, longer than any tolerance. */
  mintExpired(claims?: TestClaims): string
  /** A token that somebody has changed: its signature, unless `how` says otherwise. */
  mintForged(claims?: TestClaims, how?: Forgery): string
  /** Signs with a new key from now on. The old ones stay published, and their tokens good. */
  rotate(): void
  /** Publishes no key but the present one from now on. */
  retire(): void
}

const LIFETIME: Seconds = 300
const EXPIRED_SINCE: Seconds = 3600

/**
 * Makes an issuer of test tokens, with a key of its own and without a network.
 *
 * @throws TypeError where `alg` has no key that could be published
 * @example
 * const idp = createTestIssuer()
 * const auth = jwtAuth({ issuer: idp.issuer, audience: idp.audience, keys: idp.keys })
 * const headers = { authorization: `Bearer ${idp.mint({ sub: 'alice' })}` }
 */
export function createTestIssuer(options: TestIssuerOptions = {}): TestIssuer {
  const { issuer = 'https://issuer.test', audience = 'https://api.test' } = options
  const { alg = 'ES256', clock = systemClock } = options
  checkPublishes(alg)
  let count = 0
  const nextSigner = (): Signer => createSigner({ alg, kid: `test-key-${++count}` })
  let signer = nextSigner()
  let published: readonly Jwk[] = signer.jwks.keys
  const mint: TestIssuer['mint'] = (claims, header) => {
    const iat = Math.floor(clock())
    const good = { iss: issuer, aud: audience, sub: 'alice', iat, exp: iat + LIFETIME }
    return mintToken(signer, { ...good, ...claims }, header)
  }
  return {
    issuer,
    audience,
    get keys() {
      return { jwks: { keys: published } }
    },
    get signer() {
      return signer
    },
    mint,
    mintExpired(claims) {
      const exp = Math.floor(clock()) - EXPIRED_SINCE
      return mint({ iat: exp - LIFETIME, exp, ...claims })
    },
    mintForged: (claims, how) => forgeToken(mint(claims), how),
    rotate() {
      signer = nextSigner()
      published = [...signer.jwks.keys, ...published]
    },
    retire() {
      published = signer.jwks.keys
    },
  }
}

/**
 * Makes sure that an issuer can publish the keys of an algorithm.
 *
 * @throws TypeError where they are secrets, or there is no such algorithm
 */
export function checkPublishes(alg: string): void {
  const { kty = 'oct' } = ALGORITHMS.get(alg) ?? {}
  if (kty === 'oct') throw new TypeError(`an issuer publishes its keys, and "${alg}" has none to publish`)
}
