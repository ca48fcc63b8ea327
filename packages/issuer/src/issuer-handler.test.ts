import { afterEach, describe, expect, test } from 'vitest'
import { createIssuer } from './create-issuer.js'
import type { Issuer } from './issuer.js'
import type { CreateIssuerOptions } from './issuer-options.js'
import { generateKey } from './keys/generate-key.js'
import { createTokenSigner } from './sign/create-token-signer.js'

const open: Issuer[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})
async function create(options: Partial<CreateIssuerOptions> = {}): Promise<Issuer> {
  const issuer = await createIssuer({ issuer: 'https://auth.example.com', algorithm: 'ES256', ...options })
  open.push(issuer)
  return issuer
}
const ask = ({ handler }: Issuer, path: string, init?: RequestInit): Promise<Response> =>
  handler(new Request(`http://mounted.invalid${path}`, init))

test('serves the key set, for as long as it may be kept', async () => {
  const issuer = await create({ jwksMaxAge: 120 })
  const response = await ask(issuer, '/.well-known/jwks.json')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/jwk-set+json',
    'cache-control': 'public, max-age=120',
    etag: expect.stringMatching(/^".+"$/),
  })
  expect(await response.json()).toEqual(await issuer.jwks())
})

test('who has the key set is told so, until a key comes', async () => {
  const issuer = await create()
  const tag = (await ask(issuer, '/.well-known/jwks.json')).headers.get('etag') ?? ''
  const again = { headers: { 'if-none-match': tag } }
  expect((await ask(issuer, '/.well-known/jwks.json', again)).status).toBe(304)
  await issuer.rotate()
  expect((await ask(issuer, '/.well-known/jwks.json', again)).status).toBe(200)
})

describe('metadata', () => {
  const paths = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']

  test.each(paths)('%s leads to the key set', async (path) => {
    const issuer = await create({ issuer: 'https://auth.example.com/tenant/' })
    expect(await (await ask(issuer, path)).json()).toEqual({
      issuer: 'https://auth.example.com/tenant/',
      jwks_uri: 'https://auth.example.com/tenant/.well-known/jwks.json',
      response_types_supported: [],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    })
  })

  test('can say more, and where the key set is instead', async () => {
    const issuer = await create({
      jwksUri: 'https://cdn.example.com/keys',
      metadata: { token_endpoint: 'https://auth.example.com/token', response_types_supported: ['code'] },
    })
    expect(await issuer.metadata()).toMatchObject({
      jwks_uri: 'https://cdn.example.com/keys',
      token_endpoint: 'https://auth.example.com/token',
      response_types_supported: ['code'],
    })
  })

  test('belongs to a URL: another issuer serves its keys alone', async () => {
    const issuer = await create({ issuer: 'InterSystems' })
    expect(issuer.handler.paths).toEqual(['/.well-known/jwks.json'])
    await expect(issuer.metadata()).rejects.toThrow('issuer: is no http or https URL')
    expect((await issuer.jwks()).keys).toHaveLength(1)
  })

  test('every path that is served is named', async () => {
    expect((await create()).handler.paths).toEqual(['/.well-known/jwks.json', ...paths])
  })
})

test('a secret leaves an empty key set', async () => {
  const issuer = await create({ algorithm: 'HS256', keys: { secret: 'x'.repeat(32) } })
  expect(await (await ask(issuer, '/.well-known/jwks.json')).json()).toEqual({ keys: [] })
})

test('a private key that hides in a public one is never served', async () => {
  const { publicJwk, privateJwk } = await generateKey({ alg: 'ES256', kid: 'k1' })
  const signer = createTokenSigner({ privateJwk })
  const keys = { ...signer, publicJwk: { ...publicJwk, whole: privateJwk }, sign: signer.sign }
  const asking = ask(await create({ keys }), '/.well-known/jwks.json')
  await expect(asking).rejects.toMatchObject({
    name: 'MisconfiguredError',
    cause: { path: 'keys.keys[0].whole.d' },
  })
})
