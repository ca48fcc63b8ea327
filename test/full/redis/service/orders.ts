import type { JwkSet } from '@meishi/core'
import type { Driver, Place } from './connect.js'

/** How a service is started: as JSON, in the first argument of its process. */
export interface Setup {
  readonly driver: Driver
  readonly place: Place
  readonly prefix: string
  readonly issuer: string
  readonly audience: string
  readonly jwks: JwkSet
}

/** What its parent asks for: each token to be judged so many times, all at once. */
export interface Race {
  readonly tokens: readonly string[]
  readonly times: number
}

/** What a service tells its parent: where it listens, and how often each token of a race has won. */
export type Told = { readonly port: number } | { readonly wins: readonly number[] }
