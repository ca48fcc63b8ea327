import { createPublicKey, type JsonWebKey } from 'node:crypto'
import type { Jwk } from '@meishi/core'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { hasMlDsa } from '../../test-support/has-ml-dsa.js'
import { createTokenSigner } from '../sign/create-token-signer.js'
import { signToken } from '../sign/sign-token.js'
import { generateKey } from './generate-key.js'
import { KEY_KINDS } from './key-kinds.js'

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'priv']
const algorithms = [...KEY_KINDS.keys()] as Parameters<typeof generateKey>[0]['alg'][]
const here = algorithms.filter((alg) => hasMlDsa || !alg.startsWith('ML-DSA'))

describe.each(here)('a key for %s', (alg) => {
  test('is bound to its algorithm and its use, and the public part has nothing private', async () => {
    const { publicJwk, privateJwk } = await generateKey({ alg, kid: 'k1' })
    const use = KEY_KINDS.get(alg)?.use
    expect(privateJwk).toMatchObject({ kid: 'k1', alg, use })
    expect(PRIVATE.some((member) => member in privateJwk)).toBe(true)
    if (privateJwk.kty === 'oct') return expect(publicJwk).toBeUndefined()
    expect(publicJwk).toMatchObject({ kty: privateJwk.kty, kid: 'k1', alg, use })
    expect(PRIVATE.filter((member) => member in (publicJwk ?? {}))).toEqual([])
    expect(() => createPublicKey({ format: 'jwk', key: publicJwk as JsonWebKey })).not.toThrow()
  })
})

test.each(here.filter((alg) => KEY_KINDS.get(alg)?.use === 'sig'))('a new key signs with %s', async (alg) => {
  const { privateJwk } = await generateKey({ alg })
  const token = await signToken({ sub: 'alice' }, createTokenSigner({ privateJwk }))
  expect(token.split('.')).toHaveLength(3)
})

test('is named after its thumbprint, which says nothing of a secret', async () => {
  const { publicJwk } = await generateKey({ alg: 'ES256' })
  expect(publicJwk.kid).toBe(await calculateJwkThumbprint(publicJwk as JWK))
  const { privateJwk } = await generateKey({ alg: 'HS256' })
  expect(privateJwk.kid).not.toBe(await calculateJwkThumbprint(privateJwk as JWK))
})

test('an RSA key has 2048 bits, or as many as were asked for', async () => {
  const bits = (jwk: Jwk): number => Buffer.from(String(jwk.n), 'base64url').length * 8
  expect(bits((await generateKey({ alg: 'RS256' })).publicJwk)).toBe(2048)
  expect(bits((await generateKey({ alg: 'PS256', modulusLength: 3072 })).publicJwk)).toBe(3072)
})

test.each([
  [{ alg: 'RS256', modulusLength: 1024 }, 'options.modulusLength: expected a whole number from 2048 to 8192'],
  [
    { alg: 'ES256', modulusLength: 2048 },
    'options.modulusLength: an algorithm such as ES256 has no such length',
  ],
  [{ alg: 'none' }, 'options.alg: expected one of HS256,'],
  [{ alg: 'dir' }, 'options.alg: expected one of'],
  [{ alg: 'RSA1_5' }, 'options.alg: expected one of'],
  [{}, 'options.alg: is required'],
  [{ alg: 'RS256', size: 4096 }, 'options.size: unknown option'],
  [{ alg: 'RS256', kid: '' }, 'options.kid: expected a string that is not empty'],
])('%j is refused', async (options, message) => {
  await expect(generateKey(options as never)).rejects.toThrow(message)
})

test.skipIf(hasMlDsa)('where Node has no ML-DSA, it says so', async () => {
  await expect(generateKey({ alg: 'ML-DSA-44' })).rejects.toThrow('this Node cannot make keys for ML-DSA-44')
})
