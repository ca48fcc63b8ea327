import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** One connection of a client, and the one that goes on to the server. */
interface Relayed {
  readonly client: Socket
  readonly upstream: Socket
  /** Breaks both. */
  end(): void
}

/** Stands between clients and their server. Who starts it says what becomes of what the server sends. */
export async function startRelay(target: number, onConnection: (relayed: Relayed) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    const end = (): void => {
      for (const socket of [client, upstream]) {
        sockets.delete(socket)
        socket.destroy()
      }
    }
    for (const socket of [client, upstream]) sockets.add(socket.on('error', end).on('close', end))
    client.on('data', (chunk) => upstream.write(chunk))
    onConnection({ client, upstream, end })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    /** Those that are open. */
    sockets: sockets as ReadonlySet<Socket>,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
