import { IncomingMessage } from 'node:http'
import type { Proof } from './cache/proof.js'
import type { ErrorProfile } from './errors/auth-error.js'
import type { ReplayStore } from './replay/replay-store.js'
import type { Auth } from './token.js'

/** What meishi remembers of one request, so that two middlewares on it share the work. */
export interface RequestState {
  /** The token that an earlier middleware accepted; a later one that finds another refuses. */
  proof: Proof | undefined
  /** Ids spent by this request, per store. */
  spent: Map<ReplayStore, Set<string>> | undefined
  /** Tokens that `forwardToken: false` removed, by the source they stood in, so that a later middleware finds them. */
  hidden: Map<string, string> | undefined
  mapped: MappedState | undefined
  /** How the last middleware answers, for guards that stand alone. One that only reports does not answer. */
  face: Face | undefined
  /** Whether a middleware that enforces its policy has seen the request, and not only such that report. */
  enforced: boolean
  /** The handles that let the request pass, the last one first. */
  passed: Passed | undefined
}

/** How refusals look. */
interface Face {
  readonly profile: ErrorProfile
  readonly scheme: string
}

/** One handle's consent, and the caller it found. */
export interface Passed {
  readonly by: object
  readonly auth: Auth<unknown> | undefined
  readonly before: Passed | undefined
}

/** What meishi removed from the request and wrote into it. */
export interface MappedState {
  /** Names that meishi wrote, which a later middleware does not take for the client's. */
  readonly header: Set<string>
  readonly query: Set<string>
  readonly params: Overlaid
  readonly form: Overlaid
}

/** Names removed from, and values laid over, whatever is assigned to one property. */
export interface Overlaid {
  readonly removed: Set<string>
  readonly values: Map<string, string>
  /** The getter on each object whose property is laid over. */
  readonly holders: WeakMap<object, () => unknown>
}

/** Registered symbols, so that two copies of this package in one application share what stands there. */
const STATE = Symbol.for('meishi.request/1')
const STATES = Symbol.for('meishi.requests/1')
if (!Object.hasOwn(globalThis, STATES)) Object.defineProperty(globalThis, STATES, { value: new WeakMap() })
const states = Reflect.get(globalThis, STATES) as WeakMap<object, RequestState>

/**
 * The state of a request, made at first use: on Node's message, or beside any other. A weak map costs the collector of
 * garbage more than a property, but Express changes the prototype of each message, after which a property costs the most.
 */
export function requestState(message: object): RequestState {
  const existing = findRequestState(message)
  if (existing !== undefined) return existing
  const state: RequestState = {
    proof: undefined,
    spent: undefined,
    hidden: undefined,
    mapped: undefined,
    face: undefined,
    enforced: false,
    passed: undefined,
  }
  if (Object.getPrototypeOf(message) !== IncomingMessage.prototype || !Object.isExtensible(message))
    states.set(message, state)
  else Object.defineProperty(message, STATE, { value: state })
  return state
}

/** The state of a request that a middleware has seen. */
export function findRequestState(message: object): RequestState | undefined {
  return (message as { [STATE]?: RequestState })[STATE] ?? states.get(message)
}

/** What was mapped on a request so far. */
export function mappedState(state: RequestState): MappedState {
  state.mapped ??= { header: new Set(), query: new Set(), params: overlaid(), form: overlaid() }
  return state.mapped
}

/** Whether claims were written into the body. */
export function hasMappedForm(state: RequestState | undefined): boolean {
  return state?.mapped !== undefined && state.mapped.form.values.size > 0
}

const overlaid = (): Overlaid => ({ removed: new Set(), values: new Map(), holders: new WeakMap() })
