import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

/** What became of an upgrade: the first message, or the answer in its place. */
export interface Connected {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
  readonly client: WebSocket
}

/** Asks for a connection, and waits for the server's first word. */
export function connect(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Connected> {
  const client = new WebSocket(url, { headers })
  onTestFinished(() => client.terminate())
  return new Promise((resolve, reject) => {
    client.on('error', reject)
    client.on('message', (data) => resolve({ status: 101, headers: {}, text: String(data), client }))
    client.on('unexpected-response', async (_request, answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk as Buffer)
      const { statusCode: status = 0, headers } = answer
      resolve({ status, headers, text: Buffer.concat(chunks).toString(), client })
    })
  })
}

/** Listens on loopback until the test has finished, and tells where. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
