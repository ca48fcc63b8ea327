import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { createVerifier } from '@meishi/core'
import { compactDecrypt, createLocalJWKSet, importJWK, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterEach, describe, expect, test } from 'vitest'
import { createIssuer } from './create-issuer.js'
import { createTokenEncrypter } from './encrypt/create-token-encrypter.js'
import type { Issuer } from './issuer.js'
import type { CreateIssuerOptions } from './issuer-options.js'
import { generateKey } from './keys/generate-key.js'

const issuer = 'https://auth.example.com'
const audience = 'https://api.example.com'
const open: Issuer[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})
async function create(options: Partial<CreateIssuerOptions> = {}): Promise<Issuer> {
  const created = await createIssuer({
    issuer,
    algorithm: 'ES256',
    audience,
    ...options,
  } as CreateIssuerOptions)
  open.push(created)
  return created
}

test('what it issues is good under the keys it publishes', async () => {
  const auth = await create()
  const { token, claims } = await auth.issue({ subject: 'alice', claims: { role: 'reader' } })
  const jwks = await auth.jwks()
  const { payload, protectedHeader } = await jwtVerify(
    token,
    createLocalJWKSet(jwks as unknown as JSONWebKeySet),
    {
      issuer,
      audience,
    },
  )
  expect(payload).toEqual(claims)
  expect(protectedHeader).toEqual({ alg: 'ES256', kid: jwks.keys[0]?.kid, typ: 'JWT' })
  const verifier = createVerifier({ issuer, audience, keys: { jwks } })
  expect((await verifier.verify(token)).claims).toMatchObject({ sub: 'alice', role: 'reader' })
})

test('an access token says so', async () => {
  const auth = await create()
  const { token } = await auth.issue({ subject: 'a', type: 'at+jwt', claims: { client_id: 'c' } })
  const verifier = createVerifier({ issuer, audience, keys: { jwks: await auth.jwks() }, typ: ['at+jwt'] })
  await expect(verifier.verify(token)).resolves.toBeDefined()
})

test('a nested token is signed, then encrypted', async () => {
  const auth = await create()
  const reader = await generateKey({ alg: 'ECDH-ES+A256KW' })
  const encrypt = createTokenEncrypter({
    alg: 'ECDH-ES+A256KW',
    enc: 'A256GCM',
    key: { jwk: reader.publicJwk },
  })
  const { token } = await auth.issue({ subject: 'alice', encrypt })
  const { plaintext, protectedHeader } = await compactDecrypt(
    token,
    await importJWK(reader.privateJwk as never),
  )
  expect(protectedHeader).toMatchObject({ cty: 'JWT', typ: 'JWT', kid: reader.publicJwk.kid })
  const verifier = createVerifier({ issuer, audience, keys: { jwks: await auth.jwks() } })
  expect((await verifier.verify(Buffer.from(plaintext).toString())).claims.sub).toBe('alice')
})

test('its defaults for audience and lifetime hold where a token says nothing', async () => {
  const auth = await create({ audience: ['a', 'b'], lifetime: 60 })
  const { claims } = await auth.issue({})
  expect(claims.aud).toEqual(['a', 'b'])
  expect(claims.exp - claims.iat).toBe(60)
  const { claims: other } = await auth.issue({ audience: 'c', lifetime: 61 })
  expect([other.aud, other.exp - other.iat]).toEqual(['c', 61])
})

test('a token that nobody could receive is an error', async () => {
  const auth = await create()
  await expect(auth.issue({ claims: { big: 'x'.repeat(16_384) } })).rejects.toThrow('maxTokenBytes is 16384')
  const small = await create({ maxTokenBytes: 256 })
  await expect(small.issue({ claims: { big: 'x'.repeat(256) } })).rejects.toThrow('maxTokenBytes is 256')
})

describe('keys that are given', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

  test('the first signs, all are published, and none may be rotated here', async () => {
    const current = await generateKey({ alg: 'RS256', kid: 'current' })
    const older = await generateKey({ alg: 'ES256', kid: 'older' })
    const auth = await create({
      algorithm: 'RS256',
      keys: [
        { privateJwk: current.privateJwk },
        { publicJwk: older.publicJwk },
        { privateKey, kid: 'third' },
      ],
    })
    const { keys } = await auth.jwks()
    expect(keys.map(({ kid, alg, use }) => [kid, alg, use])).toEqual([
      ['current', 'RS256', 'sig'],
      ['older', 'ES256', 'sig'],
      ['third', 'RS256', 'sig'],
    ])
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi|k)":/)
    expect(auth.status()).toEqual({
      issuer,
      ring: undefined,
      keys: [
        { kid: 'current', alg: 'RS256', state: 'current' },
        { kid: 'older', alg: 'ES256', state: 'retired' },
        { kid: 'third', alg: 'RS256', state: 'retired' },
      ],
    })
    await expect(auth.rotate()).rejects.toThrow('keys that are given stay as they are')
    await expect(auth.reset()).rejects.toThrow('keys that are given stay as they are')
  })

  test('a key without a name gets its thumbprint', async () => {
    const auth = await create({ algorithm: 'PS256', keys: { privateKey } })
    const { keys } = await auth.jwks()
    expect(keys[0]?.kid).toMatch(/^[\w-]{43}$/)
    const { token } = await auth.issue({})
    const { protectedHeader } = await jwtVerify(token, publicKey)
    expect(protectedHeader.kid).toBe(keys[0]?.kid)
  })

  test('a secret signs and is never published', async () => {
    const secret = 'a secret of thirty-two bytes ....'
    const auth = await create({ algorithm: 'HS256', keys: { secret } })
    const { token } = await auth.issue({})
    await expect(jwtVerify(token, new TextEncoder().encode(secret))).resolves.toBeDefined()
    expect(await auth.jwks()).toEqual({ keys: [] })
    expect(await auth.metadata()).not.toHaveProperty('jwks_uri')
    expect(JSON.stringify([auth.status(), await auth.metadata()])).not.toContain(secret)
  })

  test.each([
    [[], 'keys: expected a key, or a list of keys'],
    ['pem', 'keys: expected one of privateJwk'],
    [
      [
        { privateKey, kid: 'k' },
        { privateKey, kid: 'k' },
      ],
      'keys[1].kid: is the name of another key',
    ],
    [[{ privateKey }, { publicJwk: { kty: 'RSA' } }], 'keys[1].publicJwk.n: expected base64url'],
    [[{ privateKey }, null], 'keys[1]: expected one of privateJwk'],
    [{ publicJwk: {} }, 'keys: expected one of privateJwk'],
  ])('%o is refused', async (keys, message) => {
    await expect(create({ algorithm: 'RS256', keys: keys as never })).rejects.toThrow(message)
  })
})

describe('a signer of your own', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicJwk = pair.publicKey.export({ format: 'jwk' }) as Record<string, unknown>
  const signer = { alg: 'ES256' as const, kid: 'hsm-1', publicJwk }

  test('signs, and its public key is published', async () => {
    const local = await create({ keys: { privateKey: pair.privateKey } })
    const auth = await create({
      keys: {
        ...signer,
        sign: async (data) => sign('sha256', data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }),
      },
    })
    const { token } = await auth.issue({})
    await expect(jwtVerify(token, pair.publicKey)).resolves.toBeDefined()
    expect((await auth.jwks()).keys).toEqual([{ ...(await local.jwks()).keys[0], kid: 'hsm-1' }])
  })

  test.each([
    ['DER instead of the two numbers', async (data: Uint8Array) => sign('sha256', data, pair.privateKey)],
    ['a signature of another key', async () => new Uint8Array(64)],
    ['nothing', async () => undefined],
    ['an error', async () => Promise.reject(new Error('HSM on fire'))],
    [
      'a thrown error',
      () => {
        throw new Error('HSM on fire')
      },
    ],
  ])('is an outage where it gives %s', async (_, give) => {
    const auth = await create({ keys: { ...signer, sign: give } as never })
    await expect(auth.issue({})).rejects.toMatchObject({ code: 'unavailable', part: 'issuer', status: 503 })
    await expect(auth.issue({})).rejects.toThrow('Access tokens cannot be issued right now')
  })

  test.each([
    [{ publicJwk: undefined }, 'keys.publicJwk: is required'],
    [{ kid: undefined }, 'keys.kid: is required'],
    [{ alg: 'ES384' }, 'keys.alg: expected ES256'],
    [{ publicJwk: { ...publicJwk, d: 'x' } }, 'keys.publicJwk.d: this is a private key'],
    [{ sign: 'function' }, 'keys.sign: expected a function'],
    [{ region: 'eu' }, 'keys.region: unknown option'],
  ])('%j is refused', async (change, message) => {
    const keys = { ...signer, sign: async () => new Uint8Array(64), ...change }
    await expect(create({ keys: keys as never })).rejects.toThrow(message)
  })

  test('one with a secret needs no public key', async () => {
    const secret = 'x'.repeat(32)
    const mac = async (data: Uint8Array) => createHmac('sha256', secret).update(data).digest()
    const auth = await create({ algorithm: 'HS256', keys: { alg: 'HS256', kid: 'kms', sign: mac } })
    await expect(
      jwtVerify((await auth.issue({})).token, new TextEncoder().encode(secret)),
    ).resolves.toBeDefined()
    expect(await auth.jwks()).toEqual({ keys: [] })
  })
})

test.each([
  [{ issuer: '' }, 'issuer: expected 1 to 512 visible ASCII characters'],
  [{ issuer: 'https://名刺' }, 'issuer: expected 1 to 512 visible ASCII characters'],
  [{ algorithm: 'none' }, 'algorithm: expected one of HS256,'],
  [{ algorithm: 'HS256' }, 'keys: is required with HS256: a ring publishes its keys'],
  [{ algorithm: undefined }, 'algorithm: is required'],
  [{ store: {} }, 'store: expected an object with the function load, save'],
  [
    { store: { load: async () => undefined, save: async () => true } },
    'sealingKeys: is required with a store',
  ],
  [{ sealingKeys: [Buffer.alloc(32)] }, 'sealingKeys: seal what a store keeps'],
  [{ keys: { secret: 'x' }, rotation: {} }, 'rotation: is about a key ring'],
  [{ lifetime: 0 }, 'lifetime: expected a whole number from 1 to 31622400'],
  [{ maxTokenBytes: 1 }, 'maxTokenBytes: expected a whole number from 256'],
  [{ metadata: { issuer: 'x' } }, 'metadata.issuer: is said by the options'],
  [{ jwksUri: '/keys' }, 'jwksUri: expected an absolute http or https URL'],
  [{ rotation: { every: 60 } }, 'rotation.every: expected more than publishBefore (3600)'],
  [
    { rotation: { publishBefore: 60 } },
    'rotation.publishBefore: expected at least jwksMaxAge + 2 × pollInterval (320)',
  ],
  [{ rotation: { pollInterval: 0 } }, 'rotation.pollInterval: expected a number of seconds above 0'],
  [{ rotation: { often: true } }, 'rotation.often: unknown option'],
  [{ modulusLength: 1024 }, 'modulusLength: expected a whole number from 2048'],
  [{ revocation: {} }, 'revocation: expected an object with the function revoke'],
  [{ algorithms: ['ES256'] }, 'algorithms: unknown option; did you mean algorithm?'],
])('%o is refused', async (change, message) => {
  await expect(create(change as never)).rejects.toThrow(message)
})
