import { createDocumentHandler, type FetchHandler, type JwkSet, type Seconds } from '@meishi/core'
import { publishableJwks } from '@meishi/core/adapter'
import type { IssuerMetadata } from './metadata.js'

/** What is served, and how long others may keep it. */
export interface ServedDocuments {
  jwks(): Promise<JwkSet>
  metadata(): Promise<IssuerMetadata>
  /** Whether the issuer has metadata at all. */
  readonly hasMetadata: boolean
  readonly maxAge: Seconds
}

/** Serves the public documents of an issuer. Of one that signs with a secret, the key set is empty. */
export function createIssuerHandler({ jwks, metadata, hasMetadata, maxAge }: ServedDocuments): FetchHandler {
  const keySet = { contentType: 'application/jwk-set+json', read: async () => checked(await jwks()) }
  const described = { read: metadata }
  const documents = {
    '/.well-known/jwks.json': keySet,
    ...(hasMetadata
      ? {
          '/.well-known/openid-configuration': described,
          '/.well-known/oauth-authorization-server': described,
        }
      : {}),
  }
  return createDocumentHandler(documents, { maxAge })
}

/** Whatever an issuer was told to publish, nothing secret goes out. */
const checked = (set: JwkSet): JwkSet => (set.keys.length === 0 ? set : publishableJwks(set))
