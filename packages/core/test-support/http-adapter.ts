import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { admit, protect, type RequestSurface, type RequestView, sendProblem } from '../src/adapter.js'
import type { AuthOutcome } from '../src/index.js'
import type { AdapterScenario, ListenWithAdapter } from '../src/testing.js'

/** A request of a small framework that has everything which the tests of adapters can ask for. */
export type Message = IncomingMessage & {
  auth?: { readonly claims: unknown } | undefined
  originalUrl?: string | undefined
  query?: Record<string, unknown> | undefined
  params?: Record<string, unknown>
  body?: unknown
  cookies?: Record<string, string>
}

/** What an adapter is made of. A broken one has another part. */
export interface AdapterParts {
  readonly handles: (handles: AdapterScenario['handles']) => AdapterScenario['handles']
  readonly view: (message: Message) => RequestView
  readonly surface: (message: Message) => RequestSurface
  readonly protect: typeof protect
  /** Acts on the outcome. Returns the error by which the request is refused. */
  readonly act: (outcome: AuthOutcome, message: Message) => unknown
  readonly admit: typeof admit
  readonly fail: (error: unknown, response: ServerResponse, message: Message) => void
  /** Before the handler is called. */
  readonly enter: (message: Message, response: ServerResponse) => void | Promise<void>
  /** Whether a request goes on after its error was answered. */
  readonly goesOn: boolean
}

export const RIGHT_PARTS: AdapterParts = {
  handles: (handles) => handles,
  view: (message) => ({
    method: message.method,
    url: message.url,
    rawHeaders: message.rawHeaders,
    message,
    body: message.body,
  }),
  surface: (message) => ({
    message,
    originals: [message],
    params: [message],
    bodies: [message],
    cookies: [message.cookies],
    parsedQuery: () => message.query,
    queryChanged: (query) => {
      message.query = Object.fromEntries(new URLSearchParams(query))
    },
  }),
  protect,
  act(outcome, message) {
    if (outcome.status === 'authenticated') message.auth = outcome.auth
    return outcome.status === 'refused' ? outcome.error : undefined
  },
  admit,
  fail(error, response) {
    if (!sendProblem(error, response)) response.writeHead(500).end('something went wrong')
  },
  enter: () => {},
  goesOn: false,
}

/** A server of the small framework behind an adapter of these parts. */
export function listenWith(parts: AdapterParts): ListenWithAdapter {
  return async (scenario) => {
    const server = createServer(
      (message: Message, response) => void serve(parts, scenario, message, response),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      port: (server.address() as AddressInfo).port,
      close: () => new Promise((resolve) => server.close(resolve)),
    }
  }
}

async function serve(
  parts: AdapterParts,
  scenario: AdapterScenario,
  message: Message,
  response: ServerResponse,
): Promise<void> {
  const refuse = (error: unknown): void => {
    scenario.showRefused(message)
    parts.fail(error, response, message)
  }
  await parse(message)
  const error = await pass(parts, scenario, message, response).catch((thrown: unknown) => thrown)
  if (error !== undefined) refuse(error)
  if (error !== undefined && !parts.goesOn) return
  try {
    await parts.enter(message, response)
    const answer = scenario.answer(message)
    if (!response.writableEnded) response.end(answer)
  } catch (fault) {
    refuse(fault)
  }
}

async function pass(
  parts: AdapterParts,
  { handles, guard }: AdapterScenario,
  message: Message,
  response: ServerResponse,
): Promise<unknown> {
  for (const handle of parts.handles(handles)) {
    const outcome = await parts.protect(handle, parts.surface(message), parts.view(message), response)
    const error = parts.act(outcome, message)
    if (error !== undefined) return error
  }
  return guard === undefined ? undefined : parts.admit(guard, message, response)
}

/** What the framework's own parsers do. */
async function parse(message: Message): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://service.test')
  const type = message.headers['content-type']
  message.originalUrl = message.url
  message.query = Object.fromEntries(url.searchParams)
  message.params = { user: url.pathname.split('/')[2] }
  message.cookies = Object.fromEntries(
    (message.headers.cookie ?? '').split('; ').map((pair) => pair.split('=') as [string, string]),
  )
  if (type === 'application/x-www-form-urlencoded')
    message.body = Object.fromEntries(new URLSearchParams(await text(message)))
}
