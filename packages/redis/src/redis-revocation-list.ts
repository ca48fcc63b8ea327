import {
  type ManagedRevocationList,
  RevocationIndex,
  type RevocationStatus,
  resolveEntry,
} from '@meishi/core'
import { createSend } from './create-send.js'
import { guardFormat } from './guard-format.js'
import type { RedisClient } from './redis-client.js'
import { administer } from './revocation/administer.js'
import { followList } from './revocation/follow-list.js'
import { limitSend } from './revocation/limit-send.js'
import { listSettings, type RedisRevocationListOptions } from './revocation/list-options.js'
import { RevocationMirror } from './revocation/mirror.js'
import { reach, unavailable } from './revocation/reach.js'
import { revocationKeys } from './revocation/revocation-keys.js'
import { seconds } from './revocation/seconds.js'
import { RevocationTruth } from './revocation/truth.js'
import { watchClient } from './watch-client.js'

/** A revocation list that many processes share. */
export interface RedisRevocationList extends ManagedRevocationList {
  /** Resolves when the list was read completely for the first time; rejects when it is closed before. */
  ready(): Promise<void>
  status(): RevocationStatus
  /** Says that Redis has no list because none was ever there, once for each new Redis. Where there is one, it changes nothing. */
  confirmEmpty(): Promise<void>
  /** Stops following the list. The client stays open; it is the application's. May be called twice. */
  close(): void
}

/**
 * Remembers what was called back in Redis 6.2 or later, or Valkey, for all processes that share it. Each has a copy in
 * memory that answers at once and learns of changes within a second.
 *
 * @param client - of node-redis or ioredis (one server, Sentinel, Cluster), or an object with `sendCommand`
 * @throws ConfigurationError where the client or an option cannot be used
 * @example
 * const revocation = redisRevocationList(client)
 * const auth = jwtAuth({ ...options, revocation })
 * await revocation.revoke({ issuer: 'https://id.example', subject: 'alice', reason: 'laptop stolen' })
 */
export function redisRevocationList(
  client: RedisClient,
  options: RedisRevocationListOptions = {},
): RedisRevocationList {
  const settings = listSettings(options)
  const { maxEntries, maxTokenLifetime } = settings
  const send = limitSend(
    guardFormat(createSend(client), client, 'revocation', settings.prefix),
    settings.timeout,
  )
  const index = new RevocationIndex(maxEntries)
  const truth = new RevocationTruth(send, revocationKeys(settings.prefix), settings)
  const mirror = new RevocationMirror(index, truth, settings)
  const list = followList(mirror, settings, watchClient(client, 'revocation'))

  return {
    ...administer(index, truth, maxTokenLifetime),
    maxTokenLifetime,
    isRevoked(query) {
      if (index.matches(query, seconds())) return true
      const state = list.state()
      if (state === 'live') return false
      mirror.missing.tell()
      throw unavailable(`the list in this process is ${state}`, list.lastError)
    },
    async revoke(entry) {
      const resolved = resolveEntry(entry, seconds(), maxTokenLifetime)
      if (!index.add(resolved, seconds())) throw unavailable(`all ${maxEntries} entries are alive`)
      try {
        await truth.write('revoke', [resolved], seconds())
      } catch (error) {
        // It is held here, and given to Redis at the next contact.
        mirror.compareSoon()
        throw unavailable('Redis did not take the revocation', error)
      }
      // A comparison with Redis that was under way may have found it taken back, as it was before.
      index.add(resolved, seconds())
    },
    async confirmEmpty() {
      await reach('confirm', truth.seed())
      list.wake()
    },
    ready: list.ready,
    status: () => ({
      state: list.state(),
      entries: index.size,
      lag: mirror.lag,
      ...(list.lastError !== undefined && { lastError: list.lastError }),
    }),
    close: list.close,
  }
}
