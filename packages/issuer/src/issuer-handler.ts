import { createHash } from 'node:crypto'
import type { FetchHandler, JwkSet, Seconds } from '@meishi/core'
import type { IssuerMetadata } from './metadata.js'

/** What is served, and how long others may keep it. */
export interface ServedDocuments {
  jwks(): Promise<JwkSet>
  metadata(): Promise<IssuerMetadata>
  readonly hasMetadata: boolean
  readonly maxAge: Seconds
}

const JWKS = '/.well-known/jwks.json'
const METADATA = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']

/** Serves the public documents of an issuer: anybody may read them, from any origin. */
export function createIssuerHandler({ jwks, metadata, hasMetadata, maxAge }: ServedDocuments): FetchHandler {
  const documents = new Map<string, () => Promise<object>>([[JWKS, jwks]])
  if (hasMetadata) for (const path of METADATA) documents.set(path, metadata)
  const handler = async (request: Request): Promise<Response> => {
    const document = documents.get(new URL(request.url).pathname)
    if (document === undefined) return new Response(null, { status: 404 })
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } })
    return answer(request, JSON.stringify(await document()), maxAge)
  }
  return Object.freeze(Object.assign(handler, { paths: [...documents.keys()] }))
}

function answer(request: Request, text: string, maxAge: Seconds): Response {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = {
    'Cache-Control': `public, max-age=${maxAge}`,
    ETag: tag,
    'Access-Control-Allow-Origin': '*',
    'Content-Type': 'application/json',
  }
  if (matches(request.headers.get('if-none-match'), tag)) return new Response(null, { status: 304, headers })
  return new Response(request.method === 'HEAD' ? null : text, { status: 200, headers })
}

/** RFC 9110, section 13.1.2: a list, compared weakly. */
function matches(header: string | null, tag: string): boolean {
  if (header === null) return false
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
}
