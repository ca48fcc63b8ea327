import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import type { Jwk, JwkSet } from '../jose/import-jwk.js'
import { createSigner } from '../testing/signer.js'
import { createJwksHandler } from './jwks-handler.js'

const { jwks } = createSigner()
const [one] = jwks.keys
const URL_OF_IT = 'http://mounted.invalid/.well-known/jwks.json'
const ask = (handler: ReturnType<typeof createJwksHandler>, init: RequestInit = {}, url = URL_OF_IT) =>
  handler(new Request(url, init))

describe('a key set', () => {
  test('is served as it is, to everybody, and may be kept', async () => {
    const handler = createJwksHandler(jwks)
    expect(handler.paths).toEqual(['/.well-known/jwks.json'])
    const answer = await ask(handler)
    const text = await answer.text()
    expect([answer.status, JSON.parse(text)]).toEqual([200, jwks])
    expect(Object.fromEntries(answer.headers)).toEqual({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=600',
      'content-length': String(text.length),
      'content-type': 'application/jwk-set+json',
      etag: expect.stringMatching(/^"[\w-]+"$/),
    })
  })

  test('is not sent again to who has it, whose copy is fresh anew', async () => {
    const handler = createJwksHandler(jwks, { maxAge: 60.9 })
    const etag = (await ask(handler)).headers.get('etag') ?? ''
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask(handler, { method, headers: { 'if-none-match': `"old", W/${etag}` } })
      expect([answer.status, await answer.text()]).toEqual([304, ''])
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        etag,
        'cache-control': 'public, max-age=60',
      })
    }
    expect((await ask(handler, { headers: { 'if-none-match': '"old"' } })).status).toBe(200)
  })

  test('has for HEAD the headers of GET', async () => {
    const handler = createJwksHandler(jwks)
    const [get, head] = [await ask(handler), await ask(handler, { method: 'HEAD' })]
    expect([...head.headers]).toEqual([...get.headers])
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('is not there for %s', async (method) => {
    const answer = await ask(createJwksHandler(jwks), { method })
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([405, 'GET, HEAD', ''])
  })

  test('is where the options say, and nowhere else', async () => {
    const handler = createJwksHandler(jwks, { path: '/keys' })
    expect(handler.paths).toEqual(['/keys'])
    expect((await ask(handler, {}, 'http://mounted.invalid/keys')).status).toBe(200)
    expect((await ask(handler)).status).toBe(404)
  })

  test('of a function is asked for each time, so a rotation shows at once', async () => {
    let current = jwks
    const handler = createJwksHandler(async () => current)
    const before = (await ask(handler)).headers.get('etag') ?? ''
    current = createSigner().jwks
    const answer = await ask(handler, { headers: { 'if-none-match': before } })
    expect([answer.status, await answer.json()]).toEqual([200, current])
  })
})

describe('is never published:', () => {
  const secret = { ...one, d: 'AAAA' }

  test('a private key, which stops the start', () => {
    expect(() => createJwksHandler({ keys: [secret] })).toThrow(
      expect.objectContaining({ path: 'keys.keys[0].d' }),
    )
  })

  test('a private key that a function gives', async () => {
    const asking = ask(createJwksHandler(() => ({ keys: [secret] })))
    await expect(asking).rejects.toThrow(MisconfiguredError)
    await expect(asking).rejects.toMatchObject({ cause: { path: 'keys.keys[0].d' } })
  })

  test('a private key that came into the set later', async () => {
    const keys = [one as Jwk]
    const handler = createJwksHandler({ keys })
    keys.push(secret)
    await expect(ask(handler)).rejects.toThrow(MisconfiguredError)
  })

  test.each<[string, object, string]>([
    ['that a key object writes down', { keys: [{ ...one, toJSON: () => secret }] }, 'keys.keys[0].d'],
    ['that a set writes down', { keys: [one], toJSON: () => ({ keys: [secret] }) }, 'keys.keys[0].d'],
    ['beside the keys', { keys: [one], next: [secret] }, 'keys.next[0].d'],
    ['inside of a key', { keys: [{ ...one, whole: secret }] }, 'keys.keys[0].whole.d'],
  ])('a private key %s', async (_where, set, path) => {
    expect(() => createJwksHandler(set as JwkSet)).toThrow(expect.objectContaining({ path }))
    await expect(ask(createJwksHandler(() => set as JwkSet))).rejects.toMatchObject({ cause: { path } })
  })

  test('an empty set', async () => {
    expect(() => createJwksHandler({ keys: [] })).toThrow(ConfigurationError)
    await expect(ask(createJwksHandler(() => ({ keys: [] })))).rejects.toThrow(MisconfiguredError)
  })
})

test('what the function throws goes on as it is', async () => {
  const fault = new Error('the ring cannot be read')
  await expect(ask(createJwksHandler(() => Promise.reject(fault)))).rejects.toBe(fault)
})

test.each([
  [{ maxage: 1 }, 'maxage'],
  [{ maxAge: -1 }, 'maxAge'],
  [{ maxAge: 1e9 }, 'maxAge'],
  [{ path: 'keys' }, 'documents[0]'],
])('the options %j are refused', (options, path) => {
  expect(() => createJwksHandler(jwks, options as never)).toThrow(expect.objectContaining({ path }))
})
