import type { Authenticator } from '../../create-authenticator.js'
import type { Guard } from '../../guards/guard.js'

/**
 * What an adapter and its framework have besides headers and URL.
 *
 * - `query`: the framework parses the query, and the handler shows the result
 * - `params`: the handler is also on `/target/:user`, and shows the path parameters
 * - `body`: a parser of URL-encoded forms stands before the adapter, and the handler shows the body
 * - `chain`: a request can pass several handles, one behind the other
 * - `guard`: the adapter has guards that stand alone, as `allow()`
 * - `refused`: an error handler of the application shows the request
 */
export type AdapterFeature = (typeof ADAPTER_FEATURES)[number]

export const ADAPTER_FEATURES = ['query', 'params', 'body', 'chain', 'guard', 'refused'] as const

/** What a handler reads of its request. Node's message has most of it; frameworks add the rest. */
export interface SeenRequest {
  /** The caller that the adapter has put there, if any. */
  readonly auth?: { readonly claims: unknown } | null | undefined
  readonly headers: object
  readonly rawHeaders: readonly string[]
  readonly headersDistinct?: object | undefined
  readonly url?: string | undefined
  readonly originalUrl?: string | undefined
  readonly query?: unknown
  readonly params?: unknown
  readonly body?: unknown
  readonly cookies?: unknown
}

/** What a server under test is to run: a handler behind the adapter, for every method of `/target`. */
export interface AdapterScenario {
  /** The handles that every request passes, in this order. It is one, but where `chain` is declared. */
  readonly handles: readonly [Authenticator, ...Authenticator[]]
  /** To be asked behind the handles, where `guard` is declared. */
  readonly guard?: Guard<never>
  /** To be called by the handler. Returns the text that it answers with, as 200. */
  readonly answer: (seen: SeenRequest) => string
  /** To be called by the application's error handler, where `refused` is declared. It then answers as it likes. */
  readonly showRefused: (seen: SeenRequest) => void
}

/** A server that listens on 127.0.0.1. */
export interface ServerUnderTest {
  readonly port: number
  close(): unknown
}

/** Starts a server for one scenario. */
export type ListenWithAdapter = (scenario: AdapterScenario) => ServerUnderTest | Promise<ServerUnderTest>
