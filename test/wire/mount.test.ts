import { describe, expect, test } from 'vitest'
import { MOUNTING_FRAMEWORKS, type Mounting } from './mounted.js'
import { handler, type Seen } from './mounted-handler.js'
import type { RawAnswer, RawRequest } from './raw-http.js'
import { textOf } from './text-of.js'

const JSON_TYPE = 'Content-Type: application/json'
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded'

describe.each(MOUNTING_FRAMEWORKS)('$name', ({ serve }) => {
  const ask = async (request: RawRequest, mounting: Partial<Mounting> = {}): Promise<RawAnswer> =>
    (await serve({ handler, prefix: '/auth', ...mounting })).ask(request)
  const see = async (request: Partial<RawRequest>, mounting: Partial<Mounting> = {}): Promise<Seen> => {
    const answer = await ask({ target: '/auth/echo', ...request }, mounting)
    expect(answer.status, answer.bytes).toBe(200)
    return JSON.parse(Buffer.from(textOf(answer), 'latin1').toString()) as Seen
  }

  test.each([
    ['/auth/echo', '/echo'],
    ['/auth/echo?a=1&b=%2F', '/echo?a=1&b=%2F'],
    ['/auth/echo?a=1?b=2', '/echo?a=1?b=2'],
    ['http://evil.test/auth/echo?a=1', '/echo?a=1'],
  ])('%s is seen as %s', async (target, path) => {
    expect(await see({ target })).toMatchObject({ method: 'GET', url: `http://mounted.invalid${path}` })
  })

  test.each(['evil.test', 'evil.test:99999', '[::1', 'a/@b?c#d', ''])(
    'the host %j steers nothing',
    async (host) => {
      expect(await see({ headers: [`Host: ${host}`] })).toMatchObject({ url: 'http://mounted.invalid/echo' })
    },
  )

  test('its paths are found at the root too, and its root with the prefix alone', async () => {
    expect((await ask({ target: '/echo' }, { prefix: '/' })).status).toBe(200)
    expect(textOf(await ask({ target: '/auth' }))).toBe('root')
    expect(textOf(await ask({ target: '/auth/' }))).toBe('root')
    expect(textOf(await ask({ target: '/' }, { prefix: '/' }))).toBe('root')
  })

  test.each([
    '/',
    '/echo',
    '/auth/none',
    '/auth/echo/more',
    '/auth/ECHO',
    '/auth/echo/',
    '/author',
    '//auth/echo',
  ])('%s goes on', async (target) => {
    const { status, body } = await ask({ target })
    expect([status, body]).toEqual([404, 'went on'])
  })

  test('a method that no web request can have goes on', async () => {
    expect((await ask({ method: 'TRACE', target: '/auth/echo' })).status).toBe(404)
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s is for the handler to decide',
    async (method) => {
      expect(await see({ method, headers: [JSON_TYPE], body: '{"a":1}' })).toMatchObject({
        method,
        body: '{"a":1}',
      })
      expect(await see({ method })).toMatchObject({ method, body: '' })
    },
  )

  test.each([
    ['several lines of a header', ['X-Name: a', 'X-Name: b'], { names: 'a, b' }],
    ['a header that is no ASCII', ['X-Name: \xe9'], { names: '\xe9' }],
  ])('%s arrive', async (_name, headers, seen) => {
    expect(await see({ headers })).toMatchObject(seen)
  })

  describe.each([
    ['before parsers', false],
    ['behind parsers', true],
  ])('%s', (_where, parses) => {
    test.each([
      ['JSON', [JSON_TYPE], '{"user":"ä","n":[1,null]}'],
      ['an empty object', [JSON_TYPE], '{}'],
      ['a form', [FORM_TYPE], 'user=alice&scope=a&scope=b&x=%26%3D+'],
      ['text', ['Content-Type: text/plain'], '"quoted"'],
      ['bytes of a type that no parser knows', ['Content-Type: application/x-own'], '\x00\xff'],
      ['a body without a type', [], 'a=1'],
    ])('%s arrives as it was sent', async (_name, headers, text) => {
      const body = Buffer.from(text).toString('latin1')
      const { body: seen, ...rest } = await see({ method: 'POST', headers, body }, { parses })
      expect([seen, rest.length]).toEqual([text, String(body.length)])
      expect(rest.type).toBe(headers[0]?.slice('Content-Type: '.length) ?? null)
    })

    test('no body is none', async () => {
      expect(
        await see({ method: 'POST', headers: ['Content-Length: 0', JSON_TYPE] }, { parses }),
      ).toMatchObject({
        body: '',
      })
    })

    test.each([
      ['that says so', (text: string) => ({ body: text })],
      [
        'in chunks',
        (text: string) => ({
          headers: [
            JSON_TYPE,
            'Transfer-Encoding: chunked',
            `X-End: 1\r\n\r\n${text.length.toString(16)}\r\n${text}\r\n0`,
          ],
        }),
      ],
    ])('a body %s of the most bytes arrives, and one with more is 413', async (_name, requestWith) => {
      const target = '/auth/echo'
      const textOfBytes = (bytes: number): string => JSON.stringify({ a: 'x'.repeat(bytes - 8) })
      const [most, more] = [textOfBytes(65_536), textOfBytes(65_537)]
      const request = (text: string) => ({
        method: 'POST',
        target,
        headers: [JSON_TYPE],
        ...requestWith(text),
      })
      expect((await see(request(most), { parses })).body).toBe(most)
      expect((await ask(request(more), { parses })).status).toBe(413)
    })
  })

  test.each([
    [{ trustsProxy: false }, '127.0.0.1'],
    [{ trustsProxy: true }, '203.0.113.7'],
  ])('with %j the address is %s', async (mounting, address) => {
    expect(await see({ headers: ['X-Forwarded-For: 203.0.113.7'] }, mounting)).toMatchObject({ address })
  })
})
