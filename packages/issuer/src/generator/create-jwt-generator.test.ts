import { inspect } from 'node:util'
import type { GeneratedSignature, JwtGeneratePlan } from '@meishi/core'
import { compactDecrypt, decodeProtectedHeader, importPKCS8, jwtDecrypt, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { certificate, certifiedKey } from '../../test-support/certificate.js'
import {
  encrypt,
  failureOf,
  issuer,
  pem,
  planOf,
  registry,
  rsa,
  secret,
  sign,
  wrapping,
} from '../../test-support/generator-plan.js'
import { generateKey } from '../keys/generate-key.js'
import { createJwtGenerator } from './create-jwt-generator.js'

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

describe('a token', () => {
  test('has the claims of the policy and the time', async () => {
    const plan = planOf({
      claims: { tokenId: true, subject: 'user.id', audience: ['a', 'b.c'], lifetime: 60, private: 'extra' },
    })
    const generator = createJwtGenerator(plan, registry, { clock: () => 1000.9 })
    const variables = {
      ...issuer,
      user: { id: 'alice' },
      a: 'one',
      b: { c: 'two' },
      extra: { role: ['admin'] },
    }
    const made = await generator.generate(variables)
    expect(made).toMatchObject({ expiresAt: 1060, output: { header: 'authorization' } })
    const { payload, protectedHeader } = await jwtVerify(made.token, secret, {
      currentDate: new Date(1_001_000),
    })
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(payload).toEqual({
      iss: 'https://gateway.example',
      sub: 'alice',
      aud: ['one', 'two'],
      role: ['admin'],
      jti: expect.stringMatching(UUID),
      iat: 1000,
      exp: 1060,
    })
  })

  test('has no claim that the policy does not ask for', async () => {
    const { token } = await createJwtGenerator(planOf(), registry).generate(issuer)
    const { payload } = await jwtVerify(token, secret)
    expect(Object.keys(payload).sort()).toEqual(['exp', 'iat', 'iss'])
    expect(Number(payload.exp) - Number(payload.iat)).toBe(3600)
  })

  test('has another jti each time', async () => {
    const generator = createJwtGenerator(planOf({ claims: { tokenId: true } }), registry)
    const ids = [await generator.generate(issuer), await generator.generate(issuer)].map(
      ({ token }) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti,
    )
    expect(new Set(ids).size).toBe(2)
  })

  test('goes where the policy says', async () => {
    const output = { variable: 'generated.jwt' }
    const made = await createJwtGenerator(planOf({ output }), registry).generate(issuer)
    expect(made.output).toEqual(output)
  })
})

describe('keys', () => {
  const algorithms: GeneratedSignature[] = [
    'HS256',
    'HS384',
    'HS512',
    'RS256',
    'RS384',
    'RS512',
    'ES256',
    'ES384',
    'ES512',
  ]

  test.each(algorithms)(
    '%s signs by the JWK of a runtime variable, as an object or as text',
    async (algorithm) => {
      const { publicJwk, privateJwk } = await generateKey({ alg: algorithm, kid: 'k1' })
      const generator = createJwtGenerator(planOf({ sign: { algorithm, key: { jwk: 'jws.jwk' } } }))
      for (const jwk of [privateJwk, JSON.stringify(privateJwk)]) {
        const { token } = await generator.generate({ ...issuer, jws: { jwk } })
        const { protectedHeader } = await jwtVerify(token, (publicJwk ?? privateJwk) as never)
        expect(protectedHeader).toEqual({ alg: algorithm, kid: 'k1', typ: 'JWT' })
      }
    },
  )

  test('a private key of the registry signs, under its kid', async () => {
    const plan = planOf({ sign: { algorithm: 'RS256', key: { crypto: 'rsa' } } })
    const generator = createJwtGenerator(plan, { rsa: { privateKey: pem.private, kid: 'k2' } })
    const { protectedHeader } = await jwtVerify((await generator.generate(issuer)).token, rsa.publicKey)
    expect(protectedHeader.kid).toBe('k2')
  })

  test.each(['RSA-OAEP', 'RSA-OAEP-256'] as const)(
    '%s encrypts for a public key of the registry',
    async (algorithm) => {
      const plan = planOf({ encrypt: { algorithm, encryption: 'A256CBC-HS512', key: { crypto: 'reader' } } })
      const generator = createJwtGenerator(plan, { reader: { publicKey: pem.public, kid: 'r1' } })
      const { token } = await generator.generate(issuer)
      const { payload, protectedHeader } = await jwtDecrypt(token, await importPKCS8(pem.private, algorithm))
      expect(payload.iss).toBe('https://gateway.example')
      expect(protectedHeader).toEqual({ alg: algorithm, enc: 'A256CBC-HS512', kid: 'r1', typ: 'JWT' })
    },
  )

  test('an X.509 certificate of the registry encrypts for whoever has its private key', async () => {
    const key = { crypto: 'reader' }
    const plan = planOf({ encrypt: { algorithm: 'RSA-OAEP-256', encryption: 'A128CBC-HS256', key } })
    const { token } = await createJwtGenerator(plan, { reader: { certificate } }).generate(issuer)
    const opened = await jwtDecrypt(token, await importPKCS8(certifiedKey, 'RSA-OAEP-256'))
    expect(opened.payload.iss).toBe('https://gateway.example')
  })

  test.each([
    ['dir', 'A128CBC-HS256', 32],
    ['dir', 'A256CBC-HS512', 64],
    ['A128KW', 'A192CBC-HS384', 16],
    ['A192KW', 'A128CBC-HS256', 24],
    ['A256KW', 'A256CBC-HS512', 32],
  ] as const)('%s with %s encrypts with a JWK of %d bytes', async (algorithm, encryption, bytes) => {
    const plan = planOf({ encrypt: { algorithm, encryption, key: { jwk: 'jwe.jwk' } } })
    const k = Buffer.alloc(bytes, 3)
    const jwk = { kty: 'oct', k: k.toString('base64url'), use: 'enc' }
    const { token } = await createJwtGenerator(plan).generate({ ...issuer, jwe: { jwk } })
    expect((await jwtDecrypt(token, k)).payload.iss).toBe('https://gateway.example')
  })

  test('of variables may differ from request to request', async () => {
    const generator = createJwtGenerator(planOf({ sign: { ...sign, key: { jwk: 'key' } } }))
    for (const fill of [1, 2, 1]) {
      const k = Buffer.alloc(32, fill)
      const { token } = await generator.generate({
        ...issuer,
        key: { kty: 'oct', k: k.toString('base64url') },
      })
      await expect(jwtVerify(token, k)).resolves.toBeDefined()
    }
  })
})

describe('one inside the other', () => {
  test('a signed token is encrypted as a JWT', async () => {
    const { token } = await createJwtGenerator(planOf({ sign, encrypt }), registry).generate(issuer)
    const { plaintext, protectedHeader } = await compactDecrypt(token, wrapping)
    expect(protectedHeader).toEqual({ alg: 'A128KW', enc: 'A128CBC-HS256', cty: 'JWT', typ: 'JWT' })
    expect((await jwtVerify(plaintext, secret)).payload.iss).toBe('https://gateway.example')
  })

  test('none is an unsecured token inside an encrypted one', async () => {
    const plan = planOf({ sign: { algorithm: 'none' }, encrypt })
    const { token } = await createJwtGenerator(plan, registry).generate(issuer)
    const { plaintext, protectedHeader } = await compactDecrypt(token, wrapping)
    const inner = Buffer.from(plaintext).toString()
    expect(protectedHeader.cty).toBe('JWT')
    expect(decodeProtectedHeader(inner)).toEqual({ alg: 'none' })
    expect(inner).toMatch(/^[\w-]+\.[\w-]+\.$/)
  })
})

describe('what cannot be made', () => {
  test('is a 500 of fixed text, its reason a runtime variable', async () => {
    const { error, message } = await failureOf(createJwtGenerator(planOf(), registry), {})
    expect(error).toMatchObject({
      name: 'RuntimeError',
      code: 'Invalid-JWT-Generate',
      message: 'Invalid-JWT-Generate',
      status: 500,
      statusCode: 500,
      headers: { 'Cache-Control': 'no-store' },
      stack: 'RuntimeError: Invalid-JWT-Generate',
      cause: { variable: 'iss.claim' },
    })
    expect(message).toBe('iss.claim: expected a string that is not empty; it is missing')
  })

  test('fails alike where the runtime variables are frozen', async () => {
    await expect(createJwtGenerator(planOf(), registry).generate(Object.freeze({}))).rejects.toThrow(
      'Invalid-JWT-Generate',
    )
  })

  const jwkPlan: Partial<JwtGeneratePlan> = { sign: { algorithm: 'HS256', key: { jwk: 'jws.jwk' } } }
  const SECRET = 'c2VjcmV0IGtleSBtYXRlcmlhbA'

  test.each([
    ['nothing', undefined],
    ['no JSON', `{"kty":"oct","k":"${SECRET}`],
    ['a short secret', { kty: 'oct', k: SECRET }],
    ['a key for something else', { kty: 'oct', k: SECRET.repeat(3), use: 'enc' }],
    ['a key for another algorithm', { kty: 'oct', k: SECRET.repeat(3), alg: 'HS512' }],
    ['a key of another kind', { kty: 'RSA', n: SECRET, e: 'AQAB' }],
  ])('never shows a key: %s', async (_title, jwk) => {
    const { error, message } = await failureOf(createJwtGenerator(planOf(jwkPlan)), {
      ...issuer,
      'jws.jwk': jwk,
    })
    expect(message).toMatch(/^jws\.jwk: expected (a JWK that the policy can use|an object or its JSON text)/)
    expect(inspect(error, { depth: null })).not.toContain(SECRET.slice(0, 12))
  })
})
