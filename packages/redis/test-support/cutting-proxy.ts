import { startRelay } from './relay.js'

/** Stands between a client and its server, and breaks the connection when it is told to. */
export interface CuttingProxy {
  readonly port: number
  /** The next thing that the server says is lost, and the connection with it: the server has done what it was asked. */
  cutNextAnswer(): void
  close(): Promise<void>
}

export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  let isCutting = false
  const { port, close } = await startRelay(target, ({ client, upstream, end }) => {
    upstream.on('data', (chunk) => {
      if (!isCutting) return client.write(chunk)
      isCutting = false
      end()
    })
  })
  return {
    port,
    cutNextAnswer() {
      isCutting = true
    },
    close,
  }
}
