import { createSend, hasMethod, type Send } from './create-send.js'
import type { RedisClient } from './redis-client.js'

/** One way to send for each master: of a Cluster all that it knows, else the one that the client speaks to. */
export async function mastersOf(client: RedisClient): Promise<readonly Send[]> {
  const found = await Promise.all(nodesOf(client as object))
  const masters = found.filter((node): node is RedisClient => hasMethod(node, 'sendCommand'))
  return masters.length > 0 ? masters.map(createSend) : [createSend(client)]
}

/** What the drivers call the nodes of a Cluster: node-redis has a list and a function, ioredis a function. */
function nodesOf(client: { masters?: unknown; nodeClient?: unknown; nodes?: unknown }): readonly unknown[] {
  const { masters, nodeClient, nodes } = client
  if (Array.isArray(masters) && typeof nodeClient === 'function')
    return masters.map((node: unknown) => nodeClient.call(client, node))
  const listed: unknown = typeof nodes === 'function' ? nodes.call(client, 'master') : []
  return Array.isArray(listed) ? listed : []
}
