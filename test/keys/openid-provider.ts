import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type JWK } from 'oidc-provider'

export const AUDIENCE = 'https://api.test'

type Alg = 'RS256' | 'ES256' | 'EdDSA'

/** A private key as the provider takes it. */
export function signingKey(alg: Alg, kid: string): JWK {
  const { privateKey } = {
    RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: () => generateKeyPairSync('ed25519'),
  }[alg]()
  return { ...(privateKey.export({ format: 'jwk' }) as JsonWebKey), kid, alg, use: 'sig' } as JWK
}

/** A provider on loopback whose keys can change, as by a restart with another configuration, and that can be stopped. */
export interface OpenIdProvider extends AsyncDisposable {
  readonly issuer: string
  /** Publishes these keys from now on, and signs with the first of them. */
  use(...keys: readonly JWK[]): void
  /** An access token, by the grant of client credentials. */
  token(): Promise<string>
  /** Everybody's connections break. */
  stop(): void
  start(): void
  /** How often keys were asked for, in vain included. */
  readonly fetches: number
}

export async function startOpenIdProvider(alg: Alg, ...first: readonly JWK[]): Promise<OpenIdProvider> {
  let answer: RequestListener = () => {}
  let isStopped = false
  let fetches = 0
  const server = createServer((request, response) => {
    if (request.url === '/jwks') fetches++
    if (isStopped) request.socket.destroy()
    else answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const use = (...keys: readonly JWK[]): void => {
    answer = new Provider(issuer, configuration(alg, keys)).callback()
  }
  use(...first)
  return {
    issuer,
    use,
    token: () => tokenOf(issuer),
    stop() {
      isStopped = true
      server.closeAllConnections()
    },
    start() {
      isStopped = false
    },
    get fetches() {
      return fetches
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function configuration(alg: Alg, keys: readonly JWK[]): ConstructorParameters<typeof Provider>[1] {
  return {
    jwks: { keys: [...keys] },
    clients: [
      {
        client_id: 'job',
        client_secret: 'a secret of the job',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: alg,
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        getResourceServerInfo: () => ({
          scope: 'read',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 7200,
          jwt: { sign: { alg } },
        }),
      },
    },
  }
}

async function tokenOf(issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('job:a+secret+of+the+job')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE, scope: 'read' }),
  })
  const body = (await response.json()) as { access_token?: string }
  if (body.access_token === undefined) throw new Error(JSON.stringify(body))
  return body.access_token
}
