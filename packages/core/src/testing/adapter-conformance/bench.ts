import { fail } from 'node:assert/strict'
import { type Authenticator, createAuthenticator } from '../../create-authenticator.js'
import type { AuthOptions } from '../../options/auth-options.js'
import { createTestIssuer, type TestIssuer } from '../test-issuer.js'
import { agree } from './agree.js'
import { exchange, type RawAnswer, type RawRequest } from './raw-http.js'
import type {
  AdapterFeature,
  AdapterScenario,
  ListenWithAdapter,
  SeenRequest,
  ServerUnderTest,
} from './scenario.js'

/** One rule that every adapter must keep, and how to find out. */
export interface AdapterCase {
  readonly name: string
  readonly needs?: readonly AdapterFeature[]
  readonly check: (bench: Bench) => Promise<void>
}

/** What a case has at hand. */
export interface Bench {
  readonly idp: TestIssuer
  /** A handle that accepts tokens of the issuer, but for what the options say. */
  handle(options?: Partial<AuthOptions>): Authenticator
  /** Starts the adapter with one handle, or with all that a scenario says. */
  serve(scenario: Authenticator | Pick<AdapterScenario, 'handles' | 'guard'>): Promise<Trial>
}

/** A running server, and what was seen behind it. */
export interface Trial {
  /** How often the handler was reached. */
  readonly reached: number
  /** What the application's error handler has shown. */
  readonly refused: readonly Seen[]
  send(request?: RawRequest): Promise<RawAnswer>
  /** Sends requests over one connection. */
  sendAll(requests: readonly RawRequest[]): Promise<readonly RawAnswer[]>
}

/** What a handler has read, as JSON. */
export interface Seen {
  readonly auth?: { readonly claims: Readonly<Record<string, unknown>> } | null
  readonly headers: Readonly<Record<string, string>>
  readonly rawHeaders: readonly string[]
  readonly url: string
  readonly query?: Readonly<Record<string, unknown>>
  readonly params?: Readonly<Record<string, unknown>>
  readonly body?: Readonly<Record<string, unknown>>
}

/** A header line with a token. */
export const bearer = (token: string): string => `Authorization: Bearer ${token}`

/** Runs a check and closes every server that it has started. */
export async function onBench(listen: ListenWithAdapter, check: AdapterCase['check']): Promise<void> {
  const idp = createTestIssuer()
  const servers: ServerUnderTest[] = []
  const { issuer, audience, keys } = idp
  try {
    await check({
      idp,
      handle: (options = {}) => createAuthenticator({ issuer, audience, keys, ...options } as AuthOptions),
      async serve(scenario) {
        const counts = { reached: 0, refused: [] as Seen[] }
        const server = await listen(completed(scenario, counts))
        servers.push(server)
        return trialOf(server, counts)
      },
    })
  } finally {
    await Promise.all(servers.map((server) => server.close()))
  }
}

/** What the handler has read, where it was reached and its text came over the wire. */
export function seenIn(answer: RawAnswer, rule: string): Seen {
  agree(answer.status, 200, rule)
  try {
    return JSON.parse(Buffer.from(answer.body, 'latin1').toString()) as Seen
  } catch {
    return fail(`the handler answers with the text of answer(), not with ${JSON.stringify(answer.body)}`)
  }
}

interface Counts {
  reached: number
  readonly refused: Seen[]
}

function completed(scenario: Parameters<Bench['serve']>[0], counts: Counts): AdapterScenario {
  return {
    ...('handles' in scenario ? scenario : { handles: [scenario] as const }),
    answer(seen) {
      counts.reached++
      return textOf(seen)
    },
    showRefused(seen) {
      counts.refused.push(JSON.parse(textOf(seen)) as Seen)
    },
  }
}

function trialOf({ port }: ServerUnderTest, counts: Counts): Trial {
  return {
    get reached() {
      return counts.reached
    },
    refused: counts.refused,
    send: async (request = {}) => (await exchange(port, [request]))[0] as RawAnswer,
    sendAll: (requests) => exchange(port, requests),
  }
}

/** Only what is listed: a framework's request has sockets and circles. */
function textOf(seen: SeenRequest): string {
  const { auth, headers, rawHeaders, headersDistinct, url, originalUrl, query, params, body, cookies } = seen
  const claims = auth === undefined || auth === null ? undefined : { claims: auth.claims }
  return JSON.stringify({
    auth: claims,
    headers,
    rawHeaders,
    headersDistinct,
    url,
    originalUrl,
    query,
    params,
    body,
    cookies,
  })
}
