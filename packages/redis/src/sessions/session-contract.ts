import type { NumericDate, UnixMilliseconds } from '@meishi/core'

/** A session as `@meishi/sessions` has it stored: plain JSON, without any token. */
export interface StoredSession {
  readonly id: string
  readonly version: number
  readonly app: string
  readonly subject: string
  readonly group?: string
  readonly audience: readonly string[]
  readonly claims: Readonly<Record<string, unknown>>
  readonly createdAt: NumericDate
  readonly usedAt: NumericDate
  readonly endsAt: NumericDate
  /** When Redis forgets it. */
  readonly expiresAt: UnixMilliseconds
  readonly refreshHash: string
  readonly accessId: string
  readonly previous?: {
    readonly refreshHash: string
    readonly sealed: string
    readonly binding: string
    readonly until: NumericDate
    readonly uses: number
    readonly lastUse: NumericDate
  }
}

/** What `createSessions` of `@meishi/sessions` takes as its `store`. */
export interface RedisSessionStore {
  open(session: StoredSession): Promise<void>
  get(id: string): Promise<StoredSession | undefined>
  rotate(next: StoredSession, expectedVersion: number): Promise<boolean>
  end(id: string): Promise<boolean>
  endGroup(group: string): Promise<readonly string[]>
  endSubject(subject: string): Promise<readonly string[]>
  list(subject: string): Promise<readonly StoredSession[]>
}
