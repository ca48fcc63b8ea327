import { startRelay } from './relay.js'

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
  let isParted = false
  const { port, sockets, close } = await startRelay(target, ({ client, upstream }) => {
    upstream.on('data', (chunk) => client.write(chunk))
    if (isParted) for (const socket of [client, upstream]) socket.pause()
  })
  return {
    port,
    begin() {
      isParted = true
      for (const socket of sockets) socket.pause()
    },
    end() {
      isParted = false
      for (const socket of sockets) socket.resume()
    },
    close,
  }
}
