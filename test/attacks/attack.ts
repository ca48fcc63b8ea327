import type { DecisionRecord } from '@meishi/core'
import {
  type Face,
  type Faces,
  invalidToken,
  missing,
  unproven,
  unreadable,
} from '../wire/cases/refusal-case.js'

/** Where the attacked service and the attacker's own key server are. */
interface Place {
  /** Origin of a server with keys that nobody must ask for. */
  readonly keyServer: string
}

/** What goes over the wire. */
export interface AttackRequest {
  readonly method?: string
  /** @default '/' */
  readonly target?: string
  /** Whole lines. */
  readonly headers?: readonly string[]
  readonly body?: string
  /** Everything, in the pieces in which it is sent; the rest is left out then. */
  readonly raw?: readonly string[]
}

/** One answer, as it must be. */
export interface Answer {
  readonly status: number
  /** What the decision record must say; `none`: the HTTP parser answers, and nobody decides. */
  readonly decision: DecisionRecord['code'] | 'authenticated' | 'anonymous' | 'none'
  readonly headers?: Readonly<Record<string, string>>
  /** The whole body, where it matters. */
  readonly body?: string
  /** What is to be read out of the body, where not all of it matters. */
  readonly reads?: readonly [read: (body: string) => unknown, expected: unknown]
}

/** One attack. Afterwards a good token must still pass. */
export interface Attack {
  readonly name: string
  readonly request: (place: Place) => AttackRequest
  /** Several where several requests go over one connection. */
  readonly answers: readonly Answer[]
  /** To a server that keeps Node's limits for headers and cuts off slow senders. */
  readonly toStrictServer?: boolean
}

const FACES = {
  token_missing: missing,
  request_malformed: unreadable,
  token_malformed: unproven(),
  algorithm_refused: unproven(),
  header_refused: unproven(),
  key_not_found: unproven(),
  signature_invalid: unproven(),
  decryption_failed: unproven(),
  issuer_refused: unproven(),
  audience_refused: invalidToken('The access token was not made for this audience'),
  claim_missing: invalidToken('The access token lacks a required claim'),
  claim_refused: invalidToken('A claim of the access token is not acceptable'),
  token_not_active: invalidToken('The access token is not active yet'),
  token_expired: invalidToken('The access token has expired'),
  binding_required: invalidToken('The access token is bound to a key whose proof was not given'),
} as const satisfies Record<string, Faces>

/** A reason to refuse of which this table has a case. */
export type Refused = keyof typeof FACES

/** The answer to a refused request, by default that of RFC 6750. */
export function refused(code: Refused, profile: keyof Faces = 'rfc6750'): Answer {
  const { status, headers, text }: Face = FACES[code][profile]
  if (profile === 'gateway') return { status, headers, decision: code }
  return { status, headers, decision: code, reads: [shownByExpress, text] }
}

/** What Express's own error handler shows of an error: its one line, and nothing more. The name of a claim may end it. */
const shownByExpress = (body: string): string | undefined =>
  /^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error<\/title>\n<\/head>\n<body>\n<pre>AuthError: ([^<:]*)(?:: \w+)?<\/pre>\n<\/body>\n<\/html>\n$/.exec(
    body,
  )?.[1]

/** The request reached its handler. */
export const passed = (body = 'reached'): Answer => ({
  status: 200,
  decision: 'authenticated',
  headers: {},
  body,
})

/** Too much is going on: the token may be good. */
export const unavailable = (): Answer => ({
  status: 503,
  decision: 'unavailable',
  headers: { 'Cache-Control': 'no-store', 'Retry-After': '1' },
})

/** Node's HTTP parser wants nothing of it. */
export const unparsed = (status = 400): Answer => ({ status, decision: 'none', headers: {} })

export const bearer = (token: string): string => `Authorization: Bearer ${token}`

/** A token that must be refused, or pass, when it is sent as a client would. */
export type TokenRow = readonly [
  name: string,
  answer: Refused | 'passed',
  token: (place: Place) => string,
  target?: string,
]

/** Rows of one request each, with the token in its `Authorization`. */
export function tokens(rows: readonly TokenRow[]): readonly Attack[] {
  return rows.map(([name, answer, token, target]) => ({
    name,
    request: (place) => ({ target: target ?? '/', headers: [bearer(token(place))] }),
    answers: [answer === 'passed' ? passed() : refused(answer)],
  }))
}

/** Rows of one request each, written as it is sent. */
type RequestRow = readonly [name: string, answer: Answer | readonly Answer[], request: Attack['request']]

export function requests(rows: readonly RequestRow[]): readonly Attack[] {
  return rows.map(([name, answer, request]) => ({ name, request, answers: [answer].flat() as Answer[] }))
}
