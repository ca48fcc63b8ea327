import type { RedisClient } from '@meishi/redis'
import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster, createSentinel } from 'redis'

export type Driver = 'node-redis' | 'ioredis'

/** Where Redis is: one server, the nodes of a Cluster, or a Sentinel that knows the master by a name. */
export type Place =
  | { readonly port: number }
  | { readonly cluster: readonly number[] }
  | { readonly sentinel: number; readonly name: string }

/** As whom to connect, where not as the one who may do everything. */
export interface User {
  readonly username: string
  readonly password: string
}

export interface Connected {
  readonly redis: RedisClient
  close(): void
}

type Single = Exclude<Place, { cluster: unknown }>

const ignore = (): void => {}
const host = '127.0.0.1'

/** Connects a client with the settings that the README of the package asks for, and else those of the driver. */
export function connectRedis(driver: Driver, place: Place, user?: User): Promise<Connected> {
  if ('cluster' in place)
    return driver === 'ioredis' ? ioredisCluster(place.cluster, user) : nodeRedisCluster(place.cluster, user)
  return driver === 'ioredis' ? ioredis(place, user) : nodeRedis(place, user)
}

async function nodeRedis(place: Single, user?: User): Promise<Connected> {
  const client =
    'port' in place
      ? createClient({ socket: { host, port: place.port }, ...user, disableOfflineQueue: true })
      : createSentinel({
          name: place.name,
          sentinelRootNodes: [{ host, port: place.sentinel }],
          nodeClientOptions: { ...user, disableOfflineQueue: true },
        })
  client.on('error', ignore)
  await client.connect()
  return { redis: client, close: () => void client.destroy() }
}

async function nodeRedisCluster(ports: readonly number[], user?: User): Promise<Connected> {
  const rootNodes = ports.map((port) => ({ url: `redis://${host}:${port}` }))
  const client = createCluster({ rootNodes, defaults: { ...user, disableOfflineQueue: true } })
  client.on('error', ignore)
  await client.connect()
  return { redis: client, close: () => void client.destroy() }
}

const UNQUEUED = { enableOfflineQueue: false, autoResendUnfulfilledCommands: false } as const

function ioredis(place: Single, user?: User): Promise<Connected> {
  const where =
    'port' in place
      ? { host, port: place.port }
      : { sentinels: [{ host, port: place.sentinel }], name: place.name }
  return ready(new Redis({ ...where, ...user, ...UNQUEUED }))
}

function ioredisCluster(ports: readonly number[], user?: User): Promise<Connected> {
  const nodes = ports.map((port) => ({ host, port }))
  return ready(new Cluster(nodes, { enableOfflineQueue: false, redisOptions: { ...user } }))
}

async function ready(client: Redis | Cluster): Promise<Connected> {
  client.on('error', ignore)
  if (client.status !== 'ready') await new Promise<void>((resolve) => client.once('ready', () => resolve()))
  return { redis: client, close: () => client.disconnect() }
}
