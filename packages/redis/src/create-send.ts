import { ConfigurationError } from '@meishi/core'
import type {
  Ioredis,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
  SendsCommands,
} from './redis-client.js'

/**
 * Sends one command to the master that holds `key`; every key of the command has the hash tag of that one. Without a
 * key any master answers. Rejects with what the client rejects with, and never throws at once.
 */
export type Send = (key: string | undefined, args: readonly [string, ...string[]]) => Promise<unknown>

/** Each kind of client, by a method that only it has. The first that fits counts: all but the last also have its own. */
const KINDS: readonly (readonly [method: string, bind: (client: never) => Send])[] = [
  ['call', ofIoredis],
  ['nodeClient', ofCluster],
  ['acquire', ofSentinel],
  ['sendCommand', ofClient],
]

/**
 * Binds a client of any kind to one way to send a command.
 *
 * @throws ConfigurationError where it is no client
 */
export function createSend(client: RedisClient): Send {
  const [, bind] = KINDS.find(([method]) => hasMethod(client, method)) ?? []
  if (bind === undefined) {
    throw new ConfigurationError(
      'client',
      'expected a client of node-redis or ioredis, or an object with the function sendCommand',
    )
  }
  const send = bind(client as never)
  return async (key, args) => send(key, args)
}

/** Whether a value has a function of this name, its own or inherited. */
export function hasMethod(value: unknown, name: string): boolean {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isObject && typeof Reflect.get(value, name) === 'function'
}

function ofIoredis(client: Ioredis): Send {
  return (_key, [command, ...args]) => client.call(command, ...args)
}

function ofCluster(client: NodeRedisCluster): Send {
  return (key, args) => client.sendCommand(key, false, [...args])
}

function ofSentinel(client: NodeRedisSentinel): Send {
  return (_key, args) => client.sendCommand(false, [...args])
}

function ofClient(client: SendsCommands): Send {
  return (_key, args) => client.sendCommand([...args])
}
