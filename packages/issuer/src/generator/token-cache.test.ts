import { describe, expect, test } from 'vitest'
import { issuer, planOf, registry } from '../../test-support/generator-plan.js'
import { createJwtGenerator, type JwtGeneratorOptions } from './create-jwt-generator.js'

/** A generator whose time stands still until it is set; two tokens of other times differ. */
function generatorAt(plan = planOf(), options: JwtGeneratorOptions = {}) {
  const time = { now: 1000 }
  const variables = { sub: 'nobody', p: {} }
  const generator = createJwtGenerator(plan, registry, { clock: () => time.now, variables, ...options })
  const at = async (now: number, until?: number, more: object = {}): Promise<string> => {
    time.now = now
    const reuse = until === undefined ? undefined : { until }
    return (await generator.generate({ ...issuer, ...more }, reuse)).token
  }
  return { generator, at }
}

describe('a token of equal inputs', () => {
  test('is handed out again until half of its lifetime has passed', async () => {
    const { at } = generatorAt()
    const first = await at(1000, 9000)
    expect(await at(2799, 9000)).toBe(first)
    const second = await at(2800, 9000)
    expect(second).not.toBe(first)
    expect(await at(2801, 9000)).toBe(second)
  })

  test('is not handed out beyond the exp of the caller for whom it was made', async () => {
    const { at } = generatorAt()
    const first = await at(1000, 1100)
    expect(await at(1099, 9000)).toBe(first)
    expect(await at(1100, 9000)).not.toBe(first)
  })

  test('is made once for all who wait for it', async () => {
    const { at } = generatorAt(planOf({ sign: { algorithm: 'HS256', key: { crypto: 'signing' } } }))
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => at(1000 + index, 9000)))
    expect(new Set(tokens).size).toBe(1)
  })
})

describe('a token is new', () => {
  test('without leave to hand one out again', async () => {
    const { at } = generatorAt()
    const first = await at(1000, 9000)
    expect(await at(1001)).not.toBe(first)
    expect(await at(1002, 9000)).toBe(first)
  })

  test.each([
    ['jti-claim', planOf({ claims: { tokenId: true } }), {}],
    ['cache: false', planOf(), { cache: false }],
  ])('with %s', async (_title, plan, options) => {
    const { at } = generatorAt(plan, options)
    expect(await at(1000, 9000)).not.toBe(await at(1001, 9000))
  })

  test.each([
    ['iss', planOf(), { 'iss.claim': 'https://other.example' }],
    ['sub', planOf({ claims: { subject: 'sub' } }), { sub: 'bob' }],
    ['aud', planOf({ claims: { audience: ['sub'] } }), { sub: 'bob' }],
    ['aud, as a list', planOf({ claims: { audience: ['sub'] } }), { sub: ['nobody'] }],
    ['a private claim', planOf({ claims: { private: 'p' } }), { p: { role: 'admin' } }],
  ])('with another %s', async (_title, plan, more) => {
    const { at } = generatorAt(plan)
    const first = await at(1000, 9000)
    expect(await at(1001, 9000)).toBe(first)
    expect(await at(1001, 9000, more)).not.toBe(first)
  })

  test('with another key', async () => {
    const { at } = generatorAt(planOf({ sign: { algorithm: 'HS256', key: { jwk: 'jwk' } } }))
    const key = (fill: number) => ({ jwk: { kty: 'oct', k: Buffer.alloc(32, fill).toString('base64url') } })
    const first = await at(1000, 9000, key(1))
    expect(await at(1001, 9000, key(1))).toBe(first)
    expect(await at(1001, 9000, key(2))).not.toBe(first)
  })
})

test('A failure is not remembered', async () => {
  const { generator, at } = generatorAt(planOf({ claims: { subject: 'name' } }))
  await expect(generator.generate({ ...issuer }, { until: 9000 })).rejects.toThrow('Invalid-JWT-Generate')
  await expect(at(1000, 9000, { name: 'alice' })).resolves.toEqual(expect.any(String))
})

test('Many callers leave no more than the cache holds', async () => {
  const { at } = generatorAt(planOf({ claims: { private: 'p' } }))
  const padding = 'x'.repeat(30_000)
  const first = await at(1000, 9000, { p: { padding, index: 0 } })
  expect(await at(1001, 9000, { p: { padding, index: 0 } })).toBe(first)
  for (let index = 1; index <= 600; index++) await at(1001, 9000, { p: { padding, index } })
  expect(await at(1002, 9000, { p: { padding, index: 0 } })).not.toBe(first)
})

test('A token too large for its share is not kept', async () => {
  const { at } = generatorAt(planOf({ claims: { private: 'p' } }))
  const p = { padding: 'x'.repeat(60_000) }
  expect(await at(1000, 9000, { p })).not.toBe(await at(1001, 9000, { p }))
})
