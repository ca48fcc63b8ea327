import type { NumericDate } from '@meishi/core'

/** One refresh token that was presented, as the rules see it. */
export interface PresentedToken {
  readonly token: string
  readonly hash: string
  /** Hash of what tells its bearer from others. */
  readonly binding: string
  /** When it arrived. */
  readonly at: NumericDate
  readonly remoteAddress?: string
}

/** Somebody else was faster: what the store has now must be looked at. */
export const LOST = Symbol('lost')
export type Lost = typeof LOST
