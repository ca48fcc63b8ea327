import type { JwkSet, KeySource } from '@meishi/core'
import { createKeySource } from '@meishi/core'

/** What is used of an issuer to know its keys. */
export interface PublishesKeys {
  jwks(): Promise<JwkSet>
}

/**
 * The keys that an issuer of this process publishes now: a rotation shows at once, and a reset ends every token at once.
 * Rejects where the issuer cannot tell, which is an outage.
 *
 * @example
 * jwtAuth({ issuer: issuer.issuer, audience, keys: { source: issuerKeySource(issuer) }, revocation })
 */
export function issuerKeySource(issuer: PublishesKeys): KeySource {
  let known = ''
  let source: KeySource | undefined
  const current = async (): Promise<KeySource> => {
    const jwks = await issuer.jwks()
    const text = JSON.stringify(jwks)
    if (source === undefined || text !== known) {
      source = createKeySource({ jwks })
      known = text
    }
    return source
  }
  return {
    resolve: async (kid, alg) => (await current()).resolve(kid, alg),
    status: () => source?.status() ?? { state: 'down', keys: [] },
    async refresh() {
      await current()
    },
    close() {},
  }
}
