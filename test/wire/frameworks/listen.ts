import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { send } from '../raw-http.js'
import type { Site, Until } from './framework.js'

/** Listens on loopback. */
export async function listen(listener: RequestListener, until: Until): Promise<Site> {
  const server = createServer(listener)
  until(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return siteAt(server)
}

/** A server that listens already. */
export function siteAt(server: Server, logged: () => string = () => ''): Site {
  const { port } = server.address() as AddressInfo
  // Who keeps a connection hangs up; nobody asks while the server is about to.
  server.keepAliveTimeout = 0
  return { port, ask: (request) => send(port, request), logged }
}
