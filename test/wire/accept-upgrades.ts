import { type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Auth, Authenticator } from '@meishi/core'
import { renderProblem } from '@meishi/core/adapter'
import type * as ws from 'ws'

/** Tells of every client whom the handle lets in, and who it is: `undefined` only where `optional`. */
export function acceptUpgrades(
  server: Server,
  sockets: ws.WebSocketServer,
  auth: Authenticator,
  connected: (client: ws.WebSocket, caller: Auth | undefined) => void,
): void {
  server.on('upgrade', async (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const outcome = await auth.authenticate(request).catch(failed)
    if (outcome.status === 'refused') return refuse(socket, outcome.error)
    const caller = outcome.status === 'authenticated' ? outcome.auth : undefined
    sockets.handleUpgrade(request, socket, head, (client) => {
      if (caller !== undefined) closeInTime(client, caller)
      connected(client, caller)
    })
  })
}

/** An outage is thrown. Here it is answered like a refusal, with its own status. */
export const failed = (error: unknown) => ({ status: 'refused' as const, error })

/** Answers as the middleware does. */
export function refuse(socket: Duplex, error: unknown): void {
  const { status, headers, body } = renderProblem(error) ?? { status: 500, headers: {}, body: '' }
  const fields = { ...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(body) }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
}

/** A connection does not outlive its token. */
function closeInTime(client: ws.WebSocket, { token }: Auth): void {
  const { exp } = token.claims
  if (exp === undefined) return
  const left = Math.min(exp * 1000 - Date.now(), 2 ** 31 - 1)
  const timer = setTimeout(() => client.close(4401, 'the token has expired'), left).unref()
  client.on('close', () => clearTimeout(timer))
}
