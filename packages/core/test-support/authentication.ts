import type { Authenticator } from '../src/create-authenticator.js'
import type { RequestView } from '../src/http/request-view.js'
import { ASYMMETRIC_ALGORITHMS } from '../src/jose/algorithms.js'
import type { KeySource } from '../src/keys/key-source.js'
import { createStaticKeys } from '../src/keys/static-keys.js'
import { createSigner, mintToken, type Signer, type TestClaims } from '../src/testing.js'

export const ISSUER = 'https://id.test'
export const AUDIENCE = 'api'
export const signer = createSigner()
/** The least options that accept tokens of {@link mint}. */
export const basic = { issuer: ISSUER, audience: AUDIENCE, keys: signer.keys } as const

/** A good token, but for what the arguments say. */
export const mint = (claims: TestClaims = {}, header = {}, by: Signer = signer): string =>
  mintToken(by, { iss: ISSUER, aud: AUDIENCE, sub: 'alice', ...claims }, header)

/** A new request with a bearer token, but for what the view says. */
export const request = (token?: string, view: Partial<RequestView> = {}): RequestView => ({
  method: 'GET',
  url: '/',
  rawHeaders: token === undefined ? [] : ['Authorization', `Bearer ${token}`],
  ...view,
})

/** What became of a request, in one word: the status, the code of the refusal, or the name of what was thrown. */
export async function wordFor(
  authenticator: Pick<Authenticator<unknown>, 'authenticate'>,
  view: RequestView,
): Promise<string> {
  try {
    const outcome = await authenticator.authenticate(view)
    return outcome.status === 'refused' ? outcome.error.code : outcome.status
  } catch (error) {
    return (error as Error).name
  }
}

/** A key source that counts how often it is asked and closed, and can be switched. */
export function countedKeys(by: Signer = signer): KeySource & {
  asked: number
  closed: number
  state: 'up' | 'down' | 'empty'
} {
  const keys = createStaticKeys(by.keys, ASYMMETRIC_ALGORITHMS, 'keys')
  return {
    asked: 0,
    closed: 0,
    state: 'up',
    resolve(kid, alg) {
      this.asked++
      if (this.state === 'down') throw new Error('connect ECONNREFUSED')
      return this.state === 'empty' ? [] : keys.resolve(kid, alg)
    },
    status: keys.status,
    async refresh() {
      if (this.state === 'down') throw new Error('connect ECONNREFUSED')
    },
    close() {
      this.closed++
    },
  }
}
