export type {
  Ioredis,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
  SendsCommands,
} from './redis-client.js'
export { type RedisReplayStoreOptions, redisReplayStore } from './redis-replay-store.js'
