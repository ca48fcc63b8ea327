// Load on applications in processes of their own, in turns.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { openConnections, p99Of, sendAll, sendUntil } from './client.mjs'

const CONNECTIONS = 20

/** Starts an application. Each function of it is a measurement: calls per second, and CPU per call in microseconds. */
export async function start(name, settings) {
  const child = fork(join(import.meta.dirname, '..', 'apps', 'serve.mjs'), [name, JSON.stringify(settings)], {
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const [{ port }] = await once(child, 'message')
  const cpu = async () => {
    child.send('cpu')
    const [message] = await once(child, 'message')
    return message.cpu.user + message.cpu.system
  }
  return {
    /** Sends each token once. What is not answered by `status` ends the measurement. */
    async ask(tokens, status = 200) {
      const sockets = await openConnections(port, CONNECTIONS)
      const before = await cpu()
      const { seconds, latencies } = await sendAll(sockets, tokens, { name, status })
      const micros = ((await cpu()) - before) / tokens.length
      return { rate: tokens.length / seconds, micros, p99: p99Of(latencies) }
    },
    /** Sends each token once, while as many connections send bad ones over and over. */
    async askBeside(tokens, bad) {
      const sockets = await openConnections(port, CONNECTIONS)
      const flood = sendUntil(await openConnections(port, CONNECTIONS), bad, { name, status: 401 })
      const { seconds, latencies } = await sendAll(sockets, tokens, { name, status: 200 })
      return { rate: tokens.length / seconds, p99: p99Of(latencies), refused: await flood.stop() }
    },
    /** Whether one request with this token is answered by 200. */
    async accepts(token) {
      const headers = { authorization: `Bearer ${token}` }
      const { status } = await fetch(`http://127.0.0.1:${port}/`, { headers })
      return status === 200
    },
    stop: () => child.kill(),
  }
}

/** Serves a key set, for those who fetch theirs. */
export async function serveJwks(jwks) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(jwks))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { jwksUri: `http://127.0.0.1:${server.address().port}/jwks`, close: () => server.close() }
}
