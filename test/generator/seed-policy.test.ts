import { loadJwtGenerate } from '@meishi/config'
import { createVerifier } from '@meishi/core'
import { createJwtGenerator } from '@meishi/issuer'
import { compactDecrypt, jwtDecrypt, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { documentedPolicy, without } from '../../packages/config/test-support/policy-text.js'

const signing = Buffer.alloc(32, 1)
const wrapping = Buffer.alloc(16, 2)
const registry = { jwsCryptoObjectName: { secret: signing }, jweCryptoObjectName: { secret: wrapping } }
const another = (bytes: number) => ({ kty: 'oct', k: Buffer.alloc(bytes, 3).toString('base64url') })

const variables = {
  iss: { claim: 'https://gateway.example' },
  sub: { claim: 'alice' },
  aud: { claim: 'https://orders.internal' },
  private: { claims: { role: 'admin' } },
  // The crypto objects win over these.
  jws: { jwk: another(32) },
  jwe: { jwk: another(16) },
}
const CLAIMS = {
  iss: 'https://gateway.example',
  sub: 'alice',
  aud: 'https://orders.internal',
  role: 'admin',
  jti: expect.stringMatching(/^[\da-f-]{36}$/),
  iat: expect.any(Number),
  exp: expect.any(Number),
}

async function made(policy: string): Promise<string> {
  const { token, output } = await createJwtGenerator(loadJwtGenerate(policy), registry).generate({
    ...variables,
  })
  expect(output).toEqual({ variable: 'generated.jwt' })
  return token
}

test('The policy as it stands makes a signed token inside an encrypted one', async () => {
  const { plaintext, protectedHeader } = await compactDecrypt(await made(documentedPolicy), wrapping)
  expect(protectedHeader).toMatchObject({ alg: 'A128KW', enc: 'A128CBC-HS256', cty: 'JWT' })
  const { payload, protectedHeader: inner } = await jwtVerify(plaintext, signing)
  expect(inner).toMatchObject({ alg: 'HS256' })
  expect(payload).toEqual(CLAIMS)
  expect(Number(payload.exp) - Number(payload.iat)).toBe(3600)
})

test('Without its lines about encryption it makes a signed token, which meishi verifies', async () => {
  const { verify } = createVerifier({
    issuer: 'https://gateway.example',
    audience: 'https://orders.internal',
    keys: { secret: signing },
    algorithms: ['HS256'],
  })
  expect((await verify(await made(without('jwe-')))).claims).toEqual(CLAIMS)
})

test('Without its lines about signing it makes an encrypted token', async () => {
  const { payload, protectedHeader } = await jwtDecrypt(await made(without('jws-')), wrapping)
  expect(protectedHeader).toEqual({ alg: 'A128KW', enc: 'A128CBC-HS256', typ: 'JWT' })
  expect(payload).toEqual(CLAIMS)
})

test('Without its crypto objects it takes the JWKs of the variables', async () => {
  const { plaintext } = await compactDecrypt(
    await made(without('jws-crypto', 'jwe-crypto')),
    Buffer.alloc(16, 3),
  )
  expect((await jwtVerify(plaintext, Buffer.alloc(32, 3))).payload).toEqual(CLAIMS)
})
