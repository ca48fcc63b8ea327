import { createHash } from 'node:crypto'
import { ConfigurationError } from '@meishi/core'
import { checkNames } from './check-names.js'
import { createSend } from './create-send.js'
import { guardFormat } from './guard-format.js'
import type { RedisClient } from './redis-client.js'
import { redisNames } from './redis-names.js'
import { watchClient } from './watch-client.js'

/** Settings of {@link redisKeyRingStore}. */
export interface RedisKeyRingStoreOptions {
  /** Whose key ring it is: the `issuer` that `createIssuer` is given. */
  readonly issuer: string
  /** How every key begins. @default 'meishi' */
  readonly prefix?: string
}

/** A key ring as `@meishi/issuer` has it stored: sealed and authenticated. Redis sees no private key. */
export interface StoredKeyRing {
  readonly version: number
  readonly record: string
  readonly sealed: string
}

/** What `createIssuer` of `@meishi/issuer` takes as its `store`. */
export interface RedisKeyRingStore {
  load(): Promise<StoredKeyRing | undefined>
  save(next: StoredKeyRing, expectedVersion: number): Promise<boolean>
}

/** A transaction would belong to a connection, which the application shares. A script is one command. */
const SAVE = `
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3], 'sealed', ARGV[4])
return 1`

/**
 * Keeps the key ring of one issuer in Redis 6.2 or later, or Valkey, for the processes of many machines. It does not
 * expire. What a failover loses, the processes give back.
 *
 * @param client - of node-redis or ioredis (one server, Sentinel, Cluster), or an object with `sendCommand`
 * @throws ConfigurationError where the client or an option cannot be used
 * @example
 * const store = redisKeyRingStore(client, { issuer: 'https://auth.example.com' })
 */
export function redisKeyRingStore(client: RedisClient, options: RedisKeyRingStoreOptions): RedisKeyRingStore {
  checkNames(options, ['issuer', 'prefix'])
  if (typeof options.issuer !== 'string' || options.issuer === '')
    throw new ConfigurationError('issuer', 'expected a string that is not empty')
  const send = guardFormat(createSend(client), client, 'issuer', options.prefix)
  const hash = createHash('sha256').update(options.issuer).digest('base64url')
  const key = redisNames('key-ring', options.prefix)(hash)
  const hasAnswered = watchClient(client, 'issuer')

  return {
    async load() {
      const answer = await send(key, ['HMGET', key, 'version', 'record', 'sealed'])
      hasAnswered()
      const [version, record, sealed] = (answer as readonly (string | Buffer | null)[]).map(textOf)
      if (version === undefined || record === undefined || sealed === undefined) return undefined
      return { version: Number(version), record, sealed }
    },
    async save({ version, record, sealed }, expectedVersion) {
      const args = [String(expectedVersion), String(version), record, sealed]
      return Number(await send(key, ['EVAL', SAVE, '1', key, ...args])) === 1
    },
  }
}

/** Clients answer with strings, or with buffers where they were told to. */
function textOf(answer: string | Buffer | null): string | undefined {
  return answer === null ? undefined : answer.toString()
}
