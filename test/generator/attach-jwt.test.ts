import { loadJwtGenerate } from '@meishi/config'
import { createJwtGenerator } from '@meishi/issuer'
import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { bearer, mint, POLICY } from '../wire/issuer.js'
import { type RawAnswer, valuesOf } from '../wire/raw-http.js'
import { type Arrived, SITES } from './sites.js'

const secret = Buffer.alloc(32, 1)
const generatorOf = (properties: string) =>
  createJwtGenerator(
    loadJwtGenerate(`jwt-generate: { jws-alg: HS256, jws-crypto: signing, ${properties} }`),
    { signing: { secret } },
  )

const arrivedOf = ({ body }: RawAnswer): Arrived => JSON.parse(body)
const tokenOf = (answer: RawAnswer): string => String(arrivedOf(answer).authorization).replace('Bearer ', '')

describe.each(SITES)('%s', (_name, serve) => {
  const ask = async (properties: string, ...lines: string[]) => {
    const site = await serve({ ...POLICY, optional: true }, generatorOf(properties))
    return { site, answer: await site.ask({ target: '/', headers: lines }) }
  }

  test('what goes on has a token of its own in place of the caller’s', async () => {
    const { answer } = await ask('sub-claim: decoded.claims.sub', bearer(mint()))
    const { authorization, lines, distinct, generated } = arrivedOf(answer)
    const { payload } = await jwtVerify(tokenOf(answer), secret)
    expect(payload).toMatchObject({ iss: 'https://gateway.test', sub: 'alice' })
    expect([lines, distinct, generated]).toEqual([[authorization], [authorization], {}])
  })

  test('or the variable that the policy names', async () => {
    const caller = bearer(mint())
    const { answer } = await ask('jwt: generated.jwt', caller)
    const { authorization, generated } = arrivedOf(answer)
    expect(`Authorization: ${authorization}`).toBe(caller)
    expect((await jwtVerify(String(generated.jwt), secret)).payload.iss).toBe('https://gateway.test')
  })

  test('and is the same one for a caller who comes again', async () => {
    const { site, answer } = await ask('sub-claim: decoded.claims.sub', bearer(mint()))
    const first = tokenOf(answer)
    const again = await site.ask({ target: '/', headers: [bearer(mint({ jti: 'another' }))] })
    const bob = await site.ask({ target: '/', headers: [bearer(mint({ sub: 'bob' }))] })
    expect(tokenOf(again)).toBe(first)
    expect(tokenOf(bob)).not.toBe(first)
  })

  test('a new one each time with jti-claim', async () => {
    const { site, answer } = await ask('jti-claim: true', bearer(mint()))
    const again = await site.ask({ target: '/', headers: [bearer(mint())] })
    expect(tokenOf(again)).not.toBe(tokenOf(answer))
  })

  test('a caller who is refused never gets one', async () => {
    const { site } = await ask('jwt: generated.jwt', bearer(mint()))
    const answer = await site.ask({ target: '/', headers: [bearer(mint({ exp: 1, iat: 0 }))] })
    expect(answer.status).toBe(401)
    expect(answer.body).not.toContain('generated')
  })

  test('nor does one who was called back, though a token is at hand', async () => {
    const state = { isRevoked: false }
    const revocation = { isRevoked: () => state.isRevoked, revoke: async () => {} }
    const site = await serve({ ...POLICY, revocation }, generatorOf('sub-claim: decoded.claims.sub'))
    const ask = () => site.ask({ target: '/', headers: [bearer(mint())] })
    expect(tokenOf(await ask())).toBe(tokenOf(await ask()))
    state.isRevoked = true
    expect((await ask()).status).toBe(401)
  })

  test('what cannot be made is a 500 that says no more', async () => {
    const { answer } = await ask('sub-claim: decoded.claims.sub')
    expect(answer.status).toBe(500)
    expect(valuesOf(answer, 'cache-control')).toEqual(['no-store'])
    expect(answer.bytes).not.toMatch(/decoded|claims|\.ts|at /)
  })
})
