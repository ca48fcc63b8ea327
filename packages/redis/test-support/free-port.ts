import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** The bus of a Cluster node listens 10,000 ports above the node. */
const HIGHEST = 55_000

/** A port on which nobody listens now. Somebody may in a moment, so whoever uses it tries again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as AddressInfo
    probe.close()
    await once(probe, 'close')
    if (port < HIGHEST) return port
  }
}
