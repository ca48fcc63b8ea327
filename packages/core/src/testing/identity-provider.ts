import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { checkPublishes, createTestIssuer, type TestIssuer, type TestIssuerOptions } from './test-issuer.js'

/** How an endpoint can fail: the connection breaks, a 503, no answer at all, or an answer that is no JSON. */
export type EndpointFailure = 'disconnect' | 'unavailable' | 'silence' | 'garbage'

/** An issuer that can be asked over loopback. */
export interface IdentityProvider extends TestIssuer, AsyncDisposable {
  /** Where it publishes its keys. */
  readonly jwksUri: string
  /** Every endpoint fails from now on, until {@link recover}. @param how - by default the connection breaks */
  fail(how?: EndpointFailure): void
  recover(): void
  /** How often a path was asked for, failures included. */
  requestsTo(path: string): number
  /** Stops listening and breaks what is open. May be called twice. */
  close(): Promise<void>
}

const JWKS_PATH = '/.well-known/jwks.json'

/**
 * Starts an issuer in this process that publishes its keys and its metadata on a free port of 127.0.0.1: a JWK Set
 * (RFC 7517), OpenID Connect Discovery and RFC 8414. It has no login and gives no tokens over HTTP: tests mint them.
 *
 * @throws TypeError where `alg` has no key that could be published
 * @example
 * const idp = await startIdentityProvider()
 * const keys = createRemoteJWKSet(new URL(idp.jwksUri)) // of jose, for example
 * idp.rotate() // a new key; the old one is still published
 * idp.fail() // nobody can be asked any more
 * await idp.close()
 */
export async function startIdentityProvider(
  options: Omit<TestIssuerOptions, 'issuer'> = {},
): Promise<IdentityProvider> {
  if (options.alg !== undefined) checkPublishes(options.alg) // before anything listens
  const asked = new Map<string, number>()
  let failure: EndpointFailure | undefined
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] as string
    asked.set(path, (asked.get(path) ?? 0) + 1)
    if (failure !== undefined) FAILURES[failure](request, response)
    else answer(response, documents[path]?.())
  })
  const origin = await originOf(server)
  const issuer = createTestIssuer({ ...options, issuer: origin })
  const documents = documentsOf(issuer)
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    ...issuer,
    get keys() {
      return issuer.keys
    },
    get signer() {
      return issuer.signer
    },
    jwksUri: origin + JWKS_PATH,
    fail(how = 'disconnect') {
      failure = how
    },
    recover() {
      failure = undefined
    },
    requestsTo: (path) => asked.get(path) ?? 0,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function originOf(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const FAILURES: Readonly<Record<EndpointFailure, RequestListener>> = {
  disconnect: (request) => request.socket.destroy(),
  unavailable: (_request, response) => response.writeHead(503).end(),
  silence: () => {},
  garbage: (_request, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>502</title>'),
}

function answer(response: ServerResponse, document: object | undefined): void {
  if (document === undefined) response.writeHead(404).end()
  else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(document))
}

/** What is published, by path. The keys are those of the moment. */
function documentsOf(idp: TestIssuer): Readonly<Record<string, () => object>> {
  const { issuer } = idp
  const common = { issuer, jwks_uri: issuer + JWKS_PATH, response_types_supported: ['code'] }
  const openid = {
    ...common,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [idp.signer.alg],
  }
  return {
    [JWKS_PATH]: () => idp.keys.jwks,
    '/.well-known/openid-configuration': () => openid,
    '/.well-known/oauth-authorization-server': () => common,
  }
}
