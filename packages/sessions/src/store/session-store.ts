import type { NumericDate, UnixMilliseconds } from '@meishi/core'

/** What is left of the pair before the current one, for the loser of a race. */
export interface Predecessor {
  /** Hash of its refresh token. */
  readonly refreshHash: string
  /** Its successor, encrypted under a key that only the holder of that refresh token can derive. */
  readonly sealed: string
  /** Which client took the successor. */
  readonly binding: string
  /** Until when somebody may be late. */
  readonly until: NumericDate
  /** How often somebody was. */
  readonly uses: number
  readonly lastUse: NumericDate
}

/** One session, as a store keeps it: plain JSON, without any token. */
export interface StoredSession {
  /** `sid`: 24 characters of base64url. */
  readonly id: string
  /** Counts up by one with every change, from 1. */
  readonly version: number
  readonly app: string
  readonly subject: string
  readonly group?: string
  readonly audience: readonly string[]
  /** The application's own claims of each access token. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly createdAt: NumericDate
  readonly usedAt: NumericDate
  /** When it ends, however busy it is. */
  readonly endsAt: NumericDate
  /** When the store may forget it: nothing of it is good any more. */
  readonly expiresAt: UnixMilliseconds
  /** Hash of the current refresh token: 43 characters of base64url. */
  readonly refreshHash: string
  /** `jti` of the current access token. */
  readonly accessId: string
  readonly previous?: Predecessor
}

/**
 * Keeps sessions for all processes that share it. Every method is one decision, and rejects where it cannot be made.
 * A session whose `expiresAt` has passed is gone.
 */
export interface SessionStore {
  /** Keeps a new session. Its id is random, so nobody has it already. */
  open(session: StoredSession): Promise<void>
  get(id: string): Promise<StoredSession | undefined>
  /**
   * Puts `next` in the place of the session with its id where the version kept now is `expectedVersion`, in one atomic
   * operation. `false` where it is another one, or the session is gone: then nothing has changed.
   */
  rotate(next: StoredSession, expectedVersion: number): Promise<boolean>
  /** Forgets one session. Resolves to whether it was there: `true` for exactly one of many callers. */
  end(id: string): Promise<boolean>
  /** Forgets every session that was opened in a group before. Resolves to their ids. */
  endGroup(group: string): Promise<readonly string[]>
  /** Forgets every session that was opened for a subject before. Resolves to their ids. */
  endSubject(subject: string): Promise<readonly string[]>
  /** The sessions of a subject, in any order. */
  list(subject: string): Promise<readonly StoredSession[]>
}
