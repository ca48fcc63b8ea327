import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import { checkPublicJwks } from './check-public-jwk.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const okp = generateKeyPairSync('ed25519')
const x25519 = generateKeyPairSync('x25519')

const check = (...keys: readonly unknown[]): void => checkPublicJwks({ keys }, 'keys')
const mistake = (run: () => void): { path: string; message: string } => {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigurationError) return error
  }
  throw new Error('it was accepted')
}

test.each([
  ['RSA', rsa],
  ['EC', ec],
  ['Ed25519', okp],
  ['X25519', x25519],
])(
  'the public half of a key of %s may be published, and its private half not',
  (_kind, { publicKey, privateKey }) => {
    const [open, secret] = [publicKey, privateKey].map((key) => key.export({ format: 'jwk' }))
    check({ ...open, kid: 'a', use: 'sig', alg: 'whatever', x5c: [] })
    expect(mistake(() => check(open, secret)).path).toMatch(/^keys\.keys\[1\]\.[a-z]+$/)
  },
)

describe('is refused:', () => {
  const open = ec.publicKey.export({ format: 'jwk' })

  test.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'])(
    'a member %s, without showing it',
    (member) => {
      const { path, message } = mistake(() => check({ ...open, [member]: 'VALUE' }))
      expect(path).toBe(`keys.keys[0].${member}`)
      expect(message).not.toContain('VALUE')
    },
  )

  test.each([
    ['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }, 'keys.keys[0].k'],
    ['a shared secret that has nothing in it', { kty: 'oct' }, 'keys.keys[0].kty'],
    ['a kind that nobody knows', { kty: 'NEW', secret: 'x' }, 'keys.keys[0].kty'],
    ['a kind by the name of what every object has', { kty: 'constructor' }, 'keys.keys[0].kty'],
    ['a kind in a list', { ...open, kty: ['EC'] }, 'keys.keys[0].kty'],
    ['a key without a kind', {}, 'keys.keys[0].kty'],
    ['a key with a part missing', { ...open, y: undefined }, 'keys.keys[0].y'],
    ['no object', 'key', 'keys.keys[0]'],
    ['a member that is inherited', Object.create({ d: 'x' }), 'keys.keys[0].d'],
  ])('%s', (_name, key, path) => {
    expect(mistake(() => check(key)).path).toBe(path)
  })

  test.each([
    ['nothing', undefined, 'keys'],
    ['a list', [open], 'keys'],
    ['a set without a list', { keys: open }, 'keys'],
    ['an empty set', { keys: [] }, 'keys.keys'],
  ])('%s', (_name, jwks, path) => {
    expect(mistake(() => checkPublicJwks(jwks, 'keys')).path).toBe(path)
  })
})
