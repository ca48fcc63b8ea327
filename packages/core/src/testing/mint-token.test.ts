import { expect, test } from 'vitest'
import { encodeToken, mintToken } from './mint-token.js'
import { createSigner } from './signer.js'

const signer = createSigner()
const parts = (token: string): string[] =>
  token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
const claimsOf = (token: string): Record<string, unknown> => JSON.parse(parts(token)[1] ?? '')

test('a token is issued now for five minutes under a jti of its own', () => {
  const before = Math.floor(Date.now() / 1000)
  const { iat, exp, jti, ...rest } = claimsOf(mintToken(signer))
  expect(iat).toBeGreaterThanOrEqual(before)
  expect(exp).toBe((iat as number) + 300)
  expect(jti).not.toBe(claimsOf(mintToken(signer)).jti)
  expect(rest).toEqual({})
})

test('claims and header say what is different, and undefined leaves out', () => {
  const token = mintToken(signer, { exp: undefined, iat: 'x', sub: null }, { typ: 'at+jwt', kid: undefined })
  expect(Object.keys(claimsOf(token)).sort()).toEqual(['iat', 'jti', 'sub'])
  expect(JSON.parse(parts(token)[0] ?? '')).toEqual({ alg: 'ES256', typ: 'at+jwt' })
})

test('text is encoded as it is, objects as JSON, and the signature covers both', () => {
  let signed = ''
  const token = encodeToken('{"alg":"a","alg":"b"}', { sub: 'é' }, (input) => {
    signed = input
    return Buffer.from('signature')
  })
  expect(parts(token)).toEqual(['{"alg":"a","alg":"b"}', '{"sub":"é"}', 'signature'])
  expect(token.startsWith(`${signed}.`)).toBe(true)
})
