import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import type { AlgorithmName, Jwk, VerificationKey } from '@meishi/core'
import { describe, expect, it } from 'vitest'
import { ConfigurationError } from '../../packages/core/src/errors/configuration-error.js'
import { importJwk } from '../../packages/core/src/jose/import-jwk.js'
import { importKey } from '../../packages/core/src/jose/import-key.js'
import { type Answer, differences, listed } from './exceptions.js'
import { HAS_VECTORS, readVectors, type Wycheproof, type WycheproofCase } from './read-vectors.js'

interface Group {
  readonly publicKeyPem?: string
  readonly publicKeyJwk?: Jwk
  readonly keyJwk?: Jwk
}
interface Case {
  readonly msg: string
  readonly sig?: string
  readonly tag?: string
  readonly key?: string
}
type TestCase = Case & WycheproofCase

const FILES: readonly [string, AlgorithmName, number][] = [
  ['ecdsa_secp256r1_sha256_p1363', 'ES256', 262],
  ['ecdsa_secp384r1_sha384_p1363', 'ES384', 280],
  ['ecdsa_secp521r1_sha512_p1363', 'ES512', 318],
  ['ed25519', 'EdDSA', 151],
  ['rsa_signature_2048_sha256', 'RS256', 259],
  ['rsa_pss_2048_sha256_mgf1_32', 'PS256', 108],
  ['hmac_sha256', 'HS256', 174],
]
const hex = (text = ''): Buffer => Buffer.from(text, 'hex')
const read = (file: string): Wycheproof<Group, Case> => readVectors(`wycheproof/${file}_test.json`)

async function answerOf(imported: () => VerificationKey, { msg, sig, tag }: TestCase): Promise<string> {
  try {
    return (await imported().holds(hex(msg), hex(sig ?? tag))) ? 'accepted' : 'signature_invalid'
  } catch (error) {
    if (error instanceof ConfigurationError) return error.code
    throw error
  }
}

async function answersOf(file: string, alg: AlgorithmName): Promise<Answer[]> {
  const groups = read(file).testGroups.map(async ({ publicKeyPem, tests }) => {
    const take = (key: KeyObject): VerificationKey => importKey(key, { alg }, [alg], 'key')
    const shared = publicKeyPem === undefined ? undefined : take(createPublicKey(publicKeyPem))
    return tests.map(async (one) => {
      const answer = await answerOf(() => shared ?? take(createSecretKey(hex(one.key))), one)
      return { tcId: one.tcId, result: one.result, answer }
    })
  })
  return Promise.all((await Promise.all(groups)).flat())
}

describe.skipIf(!HAS_VECTORS)('Wycheproof, raw signatures', () => {
  it.each(FILES)(
    '%s as %s: %i cases are answered as the file asks, but for the listed exceptions',
    async (file, alg, count) => {
      const answers = await answersOf(file, alg)
      expect(differences(answers)).toEqual(listed(file))
      expect(answers).toHaveLength(count)
    },
  )

  it.each(FILES.filter(([, alg]) => alg !== 'HS256'))(
    '%s: a JWK is the same key as the PEM text',
    (file, alg) => {
      const jwks = read(file).testGroups.map(({ publicKeyJwk, keyJwk }) => publicKeyJwk ?? keyJwk)
      const given = jwks.filter((jwk) => jwk !== undefined)
      expect(given.length).toBeGreaterThan(0)
      for (const jwk of given) expect(importJwk(jwk, [alg], 'jwk').algorithm.kty).toBe(jwk.kty)
    },
  )
})
