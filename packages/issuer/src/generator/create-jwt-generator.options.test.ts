import { ConfigurationError, type JwtGeneratePlan } from '@meishi/core'
import { describe, expect, test } from 'vitest'
import { encrypt, pem, planOf, registry, rsa, secret } from '../../test-support/generator-plan.js'
import { createJwtGenerator } from './create-jwt-generator.js'
import type { CryptoRegistry } from './crypto-registry.js'

function problemOf(plan: unknown, objects: unknown = registry, options: unknown = {}): string {
  try {
    createJwtGenerator(plan as JwtGeneratePlan, objects as CryptoRegistry, options as object)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message
    throw error
  }
  throw new Error('the generator was made')
}

describe('a plan that contradicts itself', () => {
  test.each([
    [
      planOf({ output: {} as never }),
      /^plan\.output: expected an object with exactly one of header, variable/,
    ],
    [planOf({ claims: { lifetime: 31_622_401 } }), /^plan\.claims\.lifetime: expected a whole number from 1/],
    [planOf({ sign: { algorithm: 'none' } }), /^plan\.sign\.algorithm: none is for the inside/],
    [planOf({ sign: { algorithm: 'HS256' } as never }), /^plan\.sign\.key: expected a key/],
    [
      planOf({ sign: { algorithm: 'none', key: { crypto: 'signing' } } as never, encrypt }),
      /^plan\.sign\.key/,
    ],
    [{ ...planOf(), sign: undefined }, /^plan: expected sign or encrypt/],
    [{ ...planOf(), signing: {} }, /^plan\.signing: unknown option/],
    [
      planOf({ encrypt: { ...encrypt, algorithm: 'RSA1_5' as never } }),
      /RSA1_5 is refused.*Use RSA-OAEP-256/,
    ],
    ['jwt-generate.yaml', /^plan: expected an object/],
  ])('is refused: %#', (plan, message) => {
    expect(problemOf(plan)).toMatch(message)
  })
})

describe('a crypto object', () => {
  const rs256 = planOf({ sign: { algorithm: 'RS256', key: { crypto: 'signing' } } })
  const oaep = planOf({ encrypt: { ...encrypt, algorithm: 'RSA-OAEP-256' } })

  test.each([
    [planOf(), {}, 'registry.signing: no crypto object of this name'],
    [
      planOf(),
      { signing: { secret, publicKey: '' } },
      /^registry\.signing: expected an object with exactly one of/,
    ],
    [planOf(), { signing: { password: 'x' } }, /^registry\.signing: expected an object with exactly one of/],
    [planOf(), { signing: { secret, use: 'sig' } }, /^registry\.signing\.use: unknown option/],
    [planOf(), { signing: { secret: secret.subarray(1) } }, /^registry\.signing.*32/],
    [planOf(), { signing: { privateKey: pem.private } }, /^registry\.signing/],
    [rs256, { signing: { publicKey: pem.public } }, /^registry\.signing: expected privateKey or secret/],
    [rs256, { signing: { secret } }, /^registry\.signing/],
    [
      oaep,
      { wrapping: { privateKey: pem.private } },
      /^registry\.wrapping: expected publicKey, certificate or secret/,
    ],
    [
      oaep,
      { wrapping: { publicKey: pem.private } },
      /^registry\.wrapping\.key\.publicKey: this is a private key/,
    ],
    [oaep, { wrapping: { certificate: pem.public } }, /^registry\.wrapping\.certificate: expected an X\.509/],
    [oaep, { wrapping: { secret } }, /^registry\.wrapping/],
    [planOf({ encrypt }), { wrapping: { secret } }, /A128KW takes a secret of 16 bytes; this one has 32/],
    [planOf(), null, 'registry: expected an object of crypto objects; got null'],
    [planOf(), Object.create({ signing: { secret } }), 'registry.signing: no crypto object of this name'],
  ])('is refused: %#', (plan, objects, message) => {
    expect(problemOf(plan, objects)).toMatch(message)
  })

  test('may be a KeyObject', () => {
    expect(() => createJwtGenerator(rs256, { signing: { privateKey: rsa.privateKey } })).not.toThrow()
  })
})

test.each([
  [{ variables: 'x' }, /^options\.variables: expected an object of runtime variables/],
  [{ cache: 10 }, /^options\.cache: expected true or false/],
  [{ clock: 0 }, /^options\.clock: expected a function/],
  [{ cash: true }, /^options\.cash: unknown option; did you mean cache/],
])('Options are checked: %j', (options, message) => {
  expect(problemOf(planOf(), registry, options)).toMatch(message)
})

test('Variables of a request are an object', async () => {
  const generate = createJwtGenerator(planOf(), registry).generate(undefined as never)
  await expect(generate).rejects.toThrow(/^variables: expected an object of runtime variables/)
})
