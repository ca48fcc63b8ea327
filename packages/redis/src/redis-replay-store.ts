import { randomBytes } from 'node:crypto'
import type { ReplayStore } from '@meishi/core'
import { checkNames } from './check-names.js'
import { createSend } from './create-send.js'
import { guardFormat } from './guard-format.js'
import type { RedisClient } from './redis-client.js'
import { redisNames } from './redis-names.js'
import { watchClient } from './watch-client.js'

/** Settings of {@link redisReplayStore}. */
export interface RedisReplayStoreOptions {
  /**
   * How every key begins. Services with the same prefix on the same Redis protect each other; with different
   * prefixes they do not.
   * @default 'meishi'
   */
  readonly prefix?: string
}

/**
 * Remembers used ids in Redis 6.2 or later, or Valkey, for all processes that share it.
 *
 * @param client - of node-redis or ioredis (one server, Sentinel, Cluster), or an object with `sendCommand`
 * @throws ConfigurationError where the client or an option cannot be used
 * @example
 * const client = await createClient({ url: 'redis://127.0.0.1:6379', disableOfflineQueue: true }).connect()
 * jwtAuth({ ...options, preventReplay: { store: redisReplayStore(client) } })
 */
export function redisReplayStore(client: RedisClient, options: RedisReplayStoreOptions = {}): ReplayStore {
  checkNames(options, ['prefix'])
  const send = guardFormat(createSend(client), client, 'replay', options.prefix)
  const keyOf = redisNames('replay', options.prefix)
  const hasAnswered = watchClient(client, 'replay')
  const process = randomBytes(12).toString('base64url')
  let attempts = 0

  return {
    async consume(id, expiresAt) {
      if (!(expiresAt > Date.now())) return false
      const key = keyOf(id)
      const nonce = `${process}${(attempts++).toString(36)}`
      const answer = await send(key, ['SET', key, nonce, 'NX', 'PXAT', String(expiresAt)])
      hasAnswered()
      const isOurs = isText(answer, 'OK') || isText(await send(key, ['GETEX', key]), nonce)
      // An answer that came late may tell of an id that Redis has dropped at once, or dropped since.
      return isOurs && expiresAt > Date.now()
    },
  }
}

/** Clients answer with strings, or with buffers where they were told to. */
function isText(answer: unknown, text: string): boolean {
  return answer === text || (Buffer.isBuffer(answer) && answer.toString() === text)
}
