import { channel } from 'node:diagnostics_channel'
import type { NumericDate } from '@meishi/core'

/** What happened. */
export type SessionEventName =
  | 'login'
  | 'login.refused'
  | 'login.limited'
  | 'refresh'
  /** The loser of a race was given the same successor. */
  | 'refresh.raced'
  /** A spent refresh token was presented: its session has ended. */
  | 'refresh.reused'
  | 'logout'
  | 'revoke'
  | 'end.subject'
  /** There was one too many of its subject: `maxSessionsPerSubject`. */
  | 'end.oldest'

/** For audit: scalars alone, and never a token, a password, a hash or the name that somebody typed. */
export interface SessionEvent {
  readonly event: SessionEventName
  readonly at: NumericDate
  readonly app: string
  readonly sid?: string
  readonly subject?: string
  readonly group?: string
  /** Of the client, as the framework tells it. */
  readonly remoteAddress?: string
}

/** What reports events. It never fails, whatever the listener does. */
export type Report = (event: Omit<SessionEvent, 'at' | 'app'>) => void

const events = channel('meishi:session')

/** Tells the application's listener, and whoever listens to the `diagnostics_channel` `meishi:session`. */
export function createReport(
  app: string,
  clock: () => NumericDate,
  onEvent: ((event: SessionEvent) => unknown) | undefined,
): Report {
  return (event) => {
    if (onEvent === undefined && !events.hasSubscribers) return
    const record: SessionEvent = Object.freeze({ ...event, at: clock(), app })
    if (events.hasSubscribers) events.publish(record)
    if (onEvent !== undefined) void quietly(() => onEvent(record))
  }
}

/** A session is not refused because nobody could write it down. */
async function quietly(listen: () => unknown): Promise<void> {
  try {
    await listen()
  } catch {
    // It is the listener's own to report.
  }
}
