import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createApp } from './app.js'
import { type GatewayRequest, REQUESTS } from './requests.js'
import { type RunningGateway, startGateway } from './start-gateway.js'

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: Record<string, unknown>
}

let gateway: RunningGateway
beforeAll(async () => {
  gateway = await startGateway(0)
})
afterAll(() => gateway.stop())

/** With Node's own client, which sends `Connection` as it is told. */
async function ask(
  { origin, token }: RunningGateway,
  { method, path, hasToken = true, headers, body }: GatewayRequest,
): Promise<Answer> {
  const credentials = hasToken ? { 'X-Token': token } : {}
  const request = send(origin + path, { method, headers: { ...headers, ...credentials } }).end(body)
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: (await json(answer)) as Answer['body'],
  }
}

test('the upstream is another process', () => {
  expect(gateway.upstream.pid).toEqual(expect.any(Number))
  expect(gateway.upstream.pid).not.toBe(process.pid)
})

test.each(REQUESTS)('the upstream gets $title', async (request) => {
  const { status, headers, body } = await ask(gateway, request)
  const { expected } = request
  if ('status' in expected) {
    const { detail } = body
    expect({ status, code: headers['x-ca-error-code'], detail }).toEqual(expected)
    expect(body).not.toHaveProperty('pid')
    return
  }
  expect(status).toBe(200)
  expect(headers['cache-control']).toBe('no-store')
  expect(body).toMatchObject({ pid: gateway.upstream.pid, method: request.method, ...expected })
  const { authorization = '', ...arrived } = body.headers as IncomingHttpHeaders
  const { claims } = await gateway.internal.verify(authorization.replace('Bearer ', ''))
  expect(claims).toMatchObject({ sub: 'alice', exp: Number(claims.iat) + 60 })
  expect(arrived['x-aud']).toBe('YOUR_AUDIENCE')
  expect(JSON.stringify(arrived)).not.toMatch(/internal|x-token/i)
  expect(arrived['content-length'] ?? '0').toBe(String(expected.body.length))
})

test.each([
  ['/.well-known/jwks.json', { keys: [{ kty: 'EC', alg: 'ES256', use: 'sig' }] }],
  ['/readyz', { status: 'ready', issuers: { fresh: 1, stale: 0, down: 0 } }],
  ['/livez', { status: 'alive' }],
])('everybody gets %s, and it never reaches the upstream', async (path, expected) => {
  const { status, body } = await ask(gateway, {
    title: path,
    method: 'GET',
    path,
    hasToken: false,
    expected: { status: 200 },
  })
  expect({ status, body }).toMatchObject({ status: 200, body: expected })
  expect(JSON.stringify(body)).not.toMatch(/pid|"d"/)
})

test('a plugin that leaves the account to the client is refused at the start', async () => {
  const { plugin, generator, jwks, upstream } = gateway
  const starting = createApp({
    plugin: { ...plugin, claimMapping: [] },
    generator,
    jwks,
    upstream: upstream.origin,
  })
  await expect(starting).rejects.toThrow(/no claim is mapped to the path/)
})

test('clients are not told where a dead upstream was', async () => {
  const lonely = await startGateway(0)
  onTestFinished(lonely.stop)
  await lonely.upstream.stop()
  const [first] = REQUESTS as [GatewayRequest]
  const { status, body } = await ask(lonely, first)
  expect({ status, body }).toEqual({ status: 502, body: { error: 'Bad Gateway' } })
})
