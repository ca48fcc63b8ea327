import { type RedisServer, startRedis } from './redis-server.js'
import { until } from './until.js'

/** The name under which the sentinel knows the master. */
export const MASTER_NAME = 'meishi-master'

/** A master with a replica, and a sentinel that makes the replica master when it misses the other for a second. */
export interface RedisSentinel {
  readonly sentinel: RedisServer
  readonly master: RedisServer
  readonly replica: RedisServer
  stop(): Promise<void>
}

/** Starts all three and waits until the sentinel knows the replica, and the replica has what the master has. */
export async function startSentinel(): Promise<RedisSentinel> {
  const servers: RedisServer[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  const start = async (...args: Parameters<typeof startRedis>): Promise<RedisServer> => {
    const server = await startRedis(...args)
    servers.push(server)
    return server
  }
  try {
    const master = await start({ 'repl-diskless-sync-delay': '0' })
    const replica = await start({ replicaof: `127.0.0.1 ${master.port}` })
    await until('the replica is in step', async () =>
      /master_link_status:up/.test(await replica.command('INFO', 'replication')),
    )
    const sentinel = await start(
      {
        sentinel: [
          `monitor ${MASTER_NAME} 127.0.0.1 ${master.port} 1`,
          `down-after-milliseconds ${MASTER_NAME} 1000`,
          `failover-timeout ${MASTER_NAME} 5000`,
        ],
      },
      '--sentinel',
    )
    await until('the sentinel knows the replica', async () =>
      (await sentinel.command('SENTINEL', 'REPLICAS', MASTER_NAME)).includes(String(replica.port)),
    )
    return { sentinel, master, replica, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
