import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type RedisServer, type RedisSettings, startRedis } from './redis-server.js'
import { until } from './until.js'

/** Three masters that share the slots. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[]
  /** Starts a replica of the first master, and waits until that sends it its data. It ends with the Cluster. */
  addReplica(): Promise<RedisServer>
  stop(): Promise<void>
}

const CLUSTER: RedisSettings = {
  'cluster-enabled': 'yes',
  'cluster-node-timeout': '2000',
  'cluster-require-full-coverage': 'no', // a node that is down takes its slots with it, and no others
}

/** Starts three masters and waits until each knows all slots. */
export async function startCluster(settings: RedisSettings = {}): Promise<RedisCluster> {
  const nodes: RedisServer[] = []
  const replicas: RedisServer[] = []
  const stop = async (): Promise<void> => {
    await Promise.all([...nodes, ...replicas].map((server) => server.stop()))
  }
  try {
    for (let count = 0; count < 3; count++) nodes.push(await startRedis({ ...CLUSTER, ...settings }))
    const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`)
    const create = ['--cluster', 'create', ...addresses, '--cluster-yes']
    await promisify(execFile)('redis-cli', create, { timeout: 60_000 })
    await until('every node knows all slots', async () => {
      const states = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'INFO')))
      return states.every((state) => /cluster_state:ok[\s\S]*cluster_slots_ok:16384/.test(state))
    })
    const addReplica = async (): Promise<RedisServer> => {
      const replica = await startRedis({ ...CLUSTER, ...settings })
      replicas.push(replica)
      await join(replica, nodes)
      return replica
    }
    return { nodes, addReplica, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function join(replica: RedisServer, masters: readonly RedisServer[]): Promise<void> {
  const [first] = masters
  if (first === undefined) return
  const id = await first.command('CLUSTER', 'MYID')
  await replica.command('CLUSTER', 'MEET', '127.0.0.1', String(first.port))
  await until('the replica knows its master', async () =>
    (await replica.command('CLUSTER', 'NODES')).includes(id),
  )
  await replica.command('CLUSTER', 'REPLICATE', id)
  await until('the replica is in step', async () =>
    /master_link_status:up/.test(await replica.command('INFO', 'replication')),
  )
  await until('every node knows the replica', async () => {
    const slots = await Promise.all(masters.map((master) => master.command('CLUSTER', 'SLOTS')))
    return slots.every((answer) => answer.includes(String(replica.port)))
  })
}
