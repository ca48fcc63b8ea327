import * as ioredis5 from 'ioredis5'
import * as ioredis6 from 'ioredis6'
import * as redis4 from 'redis4'
import * as redis5 from 'redis5'
import * as redis6 from 'redis6'
import type { RedisClient } from '../src/redis-client.js'

/** A client that is connected, and how to part with it. */
export interface ConnectedClient {
  readonly redis: RedisClient
  close(): void
}

interface User {
  readonly username: string
  readonly password: string
}

interface Connectable {
  readonly name: string
  connect(port: number, user?: User): Promise<ConnectedClient>
}

/** Every client that the package takes, in each major version, with the settings that its README asks for. */
export const CLIENTS: readonly Connectable[] = [
  {
    name: 'node-redis 4',
    async connect(port, user) {
      const redis = redis4.createClient({ socket: { port }, ...user, disableOfflineQueue: true })
      redis.on('error', ignore)
      await redis.connect()
      return { redis, close: () => void redis.disconnect().catch(ignore) }
    },
  },
  {
    name: 'node-redis 5',
    async connect(port, user) {
      const redis = redis5.createClient({ socket: { port }, ...user, disableOfflineQueue: true })
      redis.on('error', ignore)
      await redis.connect()
      return { redis, close: () => redis.destroy() }
    },
  },
  {
    name: 'node-redis 6',
    async connect(port, user) {
      const redis = redis6.createClient({ socket: { port }, ...user, disableOfflineQueue: true })
      redis.on('error', ignore)
      await redis.connect()
      return { redis, close: () => redis.destroy() }
    },
  },
  {
    name: 'ioredis 5',
    connect: async (port, user) => connected(new ioredis5.Redis({ port, ...user, ...UNQUEUED })),
  },
  {
    name: 'ioredis 6',
    connect: async (port, user) => connected(new ioredis6.Redis({ port, ...user, ...UNQUEUED })),
  },
  {
    name: 'a bare sendCommand',
    async connect(port, user) {
      const redis = new ioredis6.Redis({ port, ...user, ...UNQUEUED })
      const { close } = await connected(redis)
      const sendCommand = ([command = '', ...args]: string[]): Promise<unknown> =>
        redis.call(command, ...args)
      return { redis: { sendCommand }, close }
    },
  },
]

const UNQUEUED = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
} as const

async function connected(redis: ioredis5.Redis | ioredis6.Redis): Promise<ConnectedClient> {
  redis.on('error', ignore)
  if (redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', () => resolve(undefined)))
  return { redis, close: () => redis.disconnect() }
}

const ignore = (): void => {}
