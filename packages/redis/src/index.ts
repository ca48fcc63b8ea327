export type {
  Ioredis,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
  SendsCommands,
} from './redis-client.js'
export {
  type RedisKeyRingStore,
  type RedisKeyRingStoreOptions,
  redisKeyRingStore,
  type StoredKeyRing,
} from './redis-key-ring-store.js'
export { type RedisReplayStoreOptions, redisReplayStore } from './redis-replay-store.js'
export { type RedisRevocationList, redisRevocationList } from './redis-revocation-list.js'
export { type RedisSessionStoreOptions, redisSessionStore } from './redis-session-store.js'
export type { RedisRevocationListOptions } from './revocation/list-options.js'
export type { RedisSessionStore, StoredSession } from './sessions/session-contract.js'
