import { channel } from 'node:diagnostics_channel'
import type { Seconds } from '../time.js'
import type { KeyState, SkippedKey } from './key-source.js'

/** What is published on the diagnostics channel `meishi:keys`. An endpoint is named by host and port, a file by its name. */
export type KeyEvent =
  | {
      /** Keys or metadata were fetched, or are unchanged. */
      readonly event: 'fetched'
      readonly endpoint: string
      readonly isChanged: boolean
      readonly durationMillis: number
    }
  | {
      /** They could not be fetched. */
      readonly event: 'failed'
      readonly endpoint: string
      readonly problem: string
      readonly durationMillis: number
      /** How long nobody asks again. */
      readonly retryIn: Seconds
    }
  | {
      /** A new key set has keys that cannot be used here. */
      readonly event: 'skipped'
      readonly issuer: string | undefined
      readonly keys: readonly SkippedKey[]
    }
  | {
      /** The keys of an issuer are in another state than when they were last looked at. */
      readonly event: 'state'
      readonly issuer: string | undefined
      readonly from: KeyState
      readonly to: KeyState
    }
  | {
      /** An operator has withdrawn a key. */
      readonly event: 'withdrawn'
      readonly issuer: string | null
      readonly kid: string
    }

const events = channel('meishi:keys')

/** Tells of what happened to keys, to who listens. What a listener throws, Node reports and nobody here notices. */
export function publishKeyEvent(event: KeyEvent): void {
  if (events.hasSubscribers) events.publish(Object.freeze(event))
}
