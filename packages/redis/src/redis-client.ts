/** A node-redis client, or anything else that sends a command as it stands. */
export interface SendsCommands {
  sendCommand(args: string[]): Promise<unknown>
}

/** A node-redis cluster, which is told the key by which a command finds its node. */
export interface NodeRedisCluster {
  sendCommand(firstKey: string | undefined, isReadonly: boolean | undefined, args: string[]): Promise<unknown>
  nodeClient(node: never): unknown
}

/** A node-redis client that finds its master by Sentinel. */
export interface NodeRedisSentinel {
  sendCommand(isReadonly: boolean | undefined, args: string[]): Promise<unknown>
  acquire(): Promise<unknown>
}

/** An ioredis client: one server, Sentinel, or Cluster. */
export interface Ioredis {
  call(command: string, ...args: string[]): Promise<unknown>
}

/** A client of the application's own, by what is used of it. Connecting and closing it stays with the application. */
export type RedisClient = SendsCommands | NodeRedisCluster | NodeRedisSentinel | Ioredis
