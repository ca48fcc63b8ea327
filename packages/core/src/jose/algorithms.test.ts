import { describe, expect, it } from 'vitest'
import { createSigner } from '../testing.js'
import { ALGORITHMS, type AlgorithmName, ASYMMETRIC_ALGORITHMS } from './algorithms.js'

const isInThisNode = (name: string): boolean => {
  try {
    return createSigner({ alg: name as AlgorithmName }).alg === name
  } catch {
    return false
  }
}
const SUPPORTED = [...ALGORITHMS].filter(([name]) => !name.startsWith('ML-DSA') || isInThisNode(name))

const SPECIFIED: Readonly<Record<string, readonly unknown[]>> = {
  HS256: ['oct', undefined, 'secret', 'sha256'],
  HS384: ['oct', undefined, 'secret', 'sha384'],
  HS512: ['oct', undefined, 'secret', 'sha512'],
  RS256: ['RSA', undefined, 'rsa', 'sha256'],
  RS384: ['RSA', undefined, 'rsa', 'sha384'],
  RS512: ['RSA', undefined, 'rsa', 'sha512'],
  PS256: ['RSA', undefined, 'rsa', 'sha256'],
  PS384: ['RSA', undefined, 'rsa', 'sha384'],
  PS512: ['RSA', undefined, 'rsa', 'sha512'],
  ES256: ['EC', 'P-256', 'ec', 'sha256'],
  ES384: ['EC', 'P-384', 'ec', 'sha384'],
  ES512: ['EC', 'P-521', 'ec', 'sha512'],
  EdDSA: ['OKP', 'Ed25519', 'ed25519', null],
  Ed25519: ['OKP', 'Ed25519', 'ed25519', null],
  'ML-DSA-44': ['AKP', undefined, 'ml-dsa-44', null],
  'ML-DSA-65': ['AKP', undefined, 'ml-dsa-65', null],
  'ML-DSA-87': ['AKP', undefined, 'ml-dsa-87', null],
}

describe('the table of algorithms', () => {
  it('names what is verified, and nothing else', () => {
    expect([...ALGORITHMS.keys()].sort()).toEqual(
      [
        ...['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
        ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'],
      ].sort(),
    )
  })

  it.each(['none', 'None', 'es256', 'Es256', 'ES256 ', 'ES256K', 'RS1', 'Ed448', 'eddsa', 'HS256\0', ''])(
    'does not know %j, because names are compared exactly',
    (name) => {
      expect(ALGORITHMS.get(name)).toBeUndefined()
    },
  )

  it('takes EdDSA and Ed25519 for one algorithm', () => {
    expect(ALGORITHMS.get('EdDSA')).toBe(ALGORITHMS.get('Ed25519'))
  })

  it('leaves shared secrets out where nobody asked for them', () => {
    const names: readonly string[] = ASYMMETRIC_ALGORITHMS
    expect(names.filter((name) => name.startsWith('HS'))).toEqual([])
    expect(names).toHaveLength(ALGORITHMS.size - 3)
  })

  it.each(SUPPORTED.filter(([, { signatureBytes }]) => signatureBytes !== undefined))(
    'knows how long a signature of %s is',
    (name, { signatureBytes }) => {
      expect(createSigner({ alg: name as AlgorithmName }).sign('text')).toHaveLength(signatureBytes ?? 0)
    },
  )

  it.each([...ALGORITHMS])('binds %s to the key type, curve and hash of its specification', (name, row) => {
    const { kty, crv, keyType, hash } = row
    expect([kty, crv, keyType, hash]).toEqual(SPECIFIED[name])
  })

  it('checks in the thread pool what would hold up the event loop', () => {
    const slow = [...ALGORITHMS].filter(([, { offThread }]) => offThread).map(([name]) => name)
    expect(slow).toEqual(['ES384', 'ES512', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'])
  })
})
