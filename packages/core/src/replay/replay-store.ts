import type { UnixMilliseconds } from '../time.js'

/**
 * Remembers which ids were used. One atomic operation decides; there is nothing to find first and save later.
 * Prove an implementation with `replayStoreConformance` of `@meishi/core/testing`.
 *
 * @example
 * const store: ReplayStore = {
 *   consume: async (id, expiresAt) =>
 *     expiresAt > Date.now() && (await redis.set(`jti:${id}`, '1', { NX: true, PXAT: expiresAt })) === 'OK',
 * }
 */
export interface ReplayStore {
  /**
   * True exactly once per id until its deadline; false for an id already used, and for a deadline that has
   * passed: a store that dropped it would let the token through for ever. Throws or rejects where it cannot tell.
   *
   * @param id - 43 characters of base64url, a hash; nothing in it can be read back
   * @param expiresAt - until when the id must be remembered
   */
  consume(id: string, expiresAt: UnixMilliseconds): boolean | Promise<boolean>
}
