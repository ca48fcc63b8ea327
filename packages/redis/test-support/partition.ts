import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands between clients and their server, and can part them as a broken network does: nobody is told. */
export interface Partition {
  readonly port: number
  /** From now on nothing arrives on either side. Connections stay open, and new ones are taken by nobody. */
  begin(): void
  /** What was sent meanwhile arrives now, in its order. */
  end(): void
  close(): Promise<void>
}

export async function startPartition(target: number): Promise<Partition> {
  const sockets = new Set<Socket>()
  let isParted = false
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
    upstream.on('data', (chunk) => client.write(chunk))
    if (isParted) for (const socket of [client, upstream]) socket.pause()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    begin() {
      isParted = true
      for (const socket of sockets) socket.pause()
    },
    end() {
      isParted = false
      for (const socket of sockets) socket.resume()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
