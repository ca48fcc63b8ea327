import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { FetchContext } from '../http/fetch-handler.js'
import { viewOfMessage } from '../http/message-view.js'
import { sendAnswer } from './answer.js'
import { createMount, type Mounted } from './create-mount.js'

type Handle = (request: Request, context?: FetchContext) => Promise<Response>
type Parse = (message: IncomingMessage) => unknown

const mountOf = (handle: Handle, members: object = {}): Mounted =>
  createMount(Object.assign(handle, { paths: ['/'], ...members }))
const echo: Handle = async (request) => new Response(await request.text(), request)

/** Answers with 500 and the name of an error, or of its cause. */
async function serve(
  mounted: Mounted,
  parse: Parse = () => undefined,
  remoteAddress?: string,
): Promise<string> {
  const fail = (error: Error, response: ServerResponse): void => {
    response.statusCode = 500
    response.end(error.cause instanceof Error ? error.cause.message : error.message)
  }
  const listener: RequestListener = async (message, response) => {
    try {
      const body = await parse(message)
      const view = viewOfMessage(message, () => undefined, { body })
      const answer = await mounted({ view, response, path: '/', remoteAddress })
      if (answer !== undefined) await sendAnswer(answer, response)
    } catch (error) {
      fail(error as Error, response)
    }
  }
  const server = createServer(listener)
  onTestFinished(() => void server.close().closeAllConnections())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers,
})

test('a body that somebody has read, and left nowhere, is a mistake that is told', async () => {
  const url = await serve(mountOf(echo), async (message) => void (await text(message)))
  const answer = await fetch(url, post('a=1'))
  expect([answer.status, await answer.text()]).toEqual([
    500,
    expect.stringContaining('mount: the body was read'),
  ])
})

test('a body that somebody changes on its way is read from there', async () => {
  const url = await serve(mountOf(echo), (message) => message.pipe(new PassThrough({ encoding: 'utf8' })))
  expect(await (await fetch(url, post('a=1'))).text()).toBe('a=1')
})

test('a body that was written down again is described anew', async () => {
  const url = await serve(mountOf(echo), async (message) => JSON.parse(await text(message)) as unknown)
  const described = { 'content-type': 'application/json; charset=latin1', 'content-encoding': 'identity' }
  const answer = await fetch(url, post('{ "a": 1 }', described))
  expect(await answer.text()).toBe('{"a":1}')
  expect([answer.headers.get('content-type'), answer.headers.get('content-encoding')]).toEqual([
    'application/json',
    null,
  ])
  expect(answer.headers.get('content-length')).toBe('7')
})

test('a handler says itself how long a body may be', async () => {
  const url = await serve(mountOf(echo, { maxBodyBytes: 3 }))
  expect(await (await fetch(url, post('abc'))).text()).toBe('abc')
  const answer = await fetch(url, post('abcd'))
  expect([answer.headers.get('connection'), await answer.text()]).toEqual([
    'close',
    'The request body is too large',
  ])
})

test('an error of meishi has its headers on the answer', async () => {
  const url = await serve(mountOf(() => Promise.reject(new UnavailableError('keys'))))
  expect((await fetch(url)).headers.get('retry-after')).toBe('5')
})

test.each([
  ['203.0.113.7', { remoteAddress: '203.0.113.7' }],
  [undefined, {}],
])('the handler is told the address %s', async (remoteAddress, context) => {
  const tell: Handle = async (_request, told) => Response.json(told)
  expect(await (await fetch(await serve(mountOf(tell), undefined, remoteAddress))).json()).toEqual(context)
})

test('a handler that does not wait for the body answers all the same', async () => {
  const url = await serve(
    mountOf(async ({ body }) => {
      await body?.cancel()
      return new Response('early')
    }),
  )
  for (let time = 0; time < 3; time++)
    expect(await (await fetch(url, post('x'.repeat(60_000)))).text()).toBe('early')
})

test('what travels with the connection is not for a handler to say', async () => {
  const headers = { connection: 'upgrade', upgrade: 'h2c', 'transfer-encoding': 'gzip', 'x-own': '1' }
  const answer = await fetch(await serve(mountOf(async () => new Response('ok', { headers }))))
  expect([await answer.text(), answer.headers.get('x-own'), answer.headers.get('upgrade')]).toEqual([
    'ok',
    '1',
    null,
  ])
})
