import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVerifier } from '../create-verifier.js'
import { type EndpointFailure, type IdentityProvider, startIdentityProvider } from './identity-provider.js'

const JWKS = '/.well-known/jwks.json'
const OPENID = '/.well-known/openid-configuration'
const OAUTH = '/.well-known/oauth-authorization-server'

let idp: IdentityProvider
beforeEach(async () => {
  idp = await startIdentityProvider({ audience: 'jobs', alg: 'Ed25519' })
})
afterEach(() => idp.close())

const read = async (path: string): Promise<unknown> => (await fetch(idp.issuer + path)).json()

test('listens on loopback under its own name', () => {
  expect(idp.issuer).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(idp.jwksUri).toBe(idp.issuer + JWKS)
})

test('publishes its keys, and what they verify', async () => {
  const jwks = (await read(JWKS)) as IdentityProvider['keys']['jwks']
  expect(jwks).toEqual(idp.keys.jwks)
  const { verify } = createVerifier({ issuer: idp.issuer, audience: 'jobs', keys: { jwks } })
  await expect(verify(idp.mint({ sub: 'bob' }))).resolves.toMatchObject({ claims: { sub: 'bob' } })
  await expect(verify(idp.mintExpired())).rejects.toMatchObject({ code: 'token_expired' })
  await expect(verify(idp.mintForged())).rejects.toMatchObject({ code: 'signature_invalid' })
})

test('publishes where they are, in both documents', async () => {
  const common = { issuer: idp.issuer, jwks_uri: idp.jwksUri, response_types_supported: ['code'] }
  expect(await read(OAUTH)).toEqual(common)
  expect(await read(OPENID)).toEqual({
    ...common,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['Ed25519'],
  })
})

test('publishes a new key and the old one, then only the new one', async () => {
  const kids = async (): Promise<unknown[]> =>
    ((await read(JWKS)) as IdentityProvider['keys']['jwks']).keys.map(({ kid }) => kid)
  idp.rotate()
  expect(await kids()).toEqual(['test-key-2', 'test-key-1'])
  expect(idp.signer.kid).toBe('test-key-2')
  expect(idp.keys.jwks.keys).toHaveLength(2)
  idp.retire()
  expect(await kids()).toEqual(['test-key-2'])
})

test('counts requests by path', async () => {
  await fetch(`${idp.jwksUri}?fresh`)
  await fetch(idp.jwksUri)
  expect((await fetch(`${idp.issuer}/nowhere`)).status).toBe(404)
  expect([JWKS, '/nowhere', OPENID].map(idp.requestsTo)).toEqual([2, 1, 0])
})

describe('an outage', () => {
  const outcome = async (signal: AbortSignal | null = null): Promise<unknown> => {
    const answer = await fetch(idp.jwksUri, { signal })
    return answer.ok ? answer.json() : answer.status
  }

  const isAsked = async (): Promise<void> => {
    while (idp.requestsTo(JWKS) === 0) await new Promise(setImmediate)
  }
  const impatient = async (): Promise<unknown> => {
    const waiting = new AbortController()
    const answer = outcome(waiting.signal)
    await isAsked()
    waiting.abort()
    return answer
  }

  test.each<[EndpointFailure | undefined, () => Promise<void>]>([
    [undefined, () => expect(outcome()).rejects.toThrow('fetch failed')],
    ['disconnect', () => expect(outcome()).rejects.toThrow('fetch failed')],
    ['unavailable', () => expect(outcome()).resolves.toBe(503)],
    ['silence', () => expect(impatient()).rejects.toThrow('aborted')],
    ['garbage', () => expect(outcome()).rejects.toThrow(SyntaxError)],
  ])('of the kind %s lasts until recover()', async (how, isSeen) => {
    idp.fail(how)
    await isSeen()
    expect(idp.requestsTo(JWKS)).toBe(1)
    idp.recover()
    await expect(outcome()).resolves.toEqual(idp.keys.jwks)
  })

  test('for good: nobody listens once it was closed, and what was open is broken off', async () => {
    idp.fail('silence')
    const pending = fetch(idp.jwksUri)
    const broken = expect(pending).rejects.toThrow('fetch failed')
    await isAsked()
    await idp.close()
    await broken
    await idp.close()
    await expect(fetch(idp.jwksUri)).rejects.toThrow('fetch failed')
  })
})

test('can be disposed of', async () => {
  const other = await startIdentityProvider()
  await other[Symbol.asyncDispose]()
  await expect(fetch(other.jwksUri)).rejects.toThrow('fetch failed')
})

test('does not begin to listen for an issuer that there cannot be', async () => {
  const servers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length
  const before = servers()
  await expect(startIdentityProvider({ alg: 'HS256' as 'ES256' })).rejects.toThrow(TypeError)
  expect(servers()).toBe(before)
})
