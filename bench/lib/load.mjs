// Load on applications in processes of their own, in turns.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'

const CONNECTIONS = 20

/** Starts an application; `ask` sends each token once and returns requests per second and CPU per request. */
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
    async ask(tokens) {
      const before = await cpu()
      const rate = await send(port, tokens, name)
      return { rate, micros: ((await cpu()) - before) / tokens.length }
    },
    stop: () => child.kill(),
  }
}

/**
 * Sends each token once, on connections that each have a part of them, one request at a time. A client of its own,
 * because what a general one costs would hide what the middleware does.
 */
async function send(port, tokens, name) {
  const requests = tokens.map((token) =>
    Buffer.from(`GET / HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`),
  )
  const share = Math.ceil(requests.length / CONNECTIONS)
  const parts = Array.from({ length: CONNECTIONS }, (_, at) => requests.slice(at * share, (at + 1) * share))
  const sockets = await Promise.all(parts.map(() => open(port)))
  const startedAt = process.hrtime.bigint()
  await Promise.all(parts.map((part, at) => exchange(sockets[at], part, name)))
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9
  for (const socket of sockets) socket.destroy()
  return requests.length / seconds
}

async function open(port) {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  await once(socket, 'connect')
  return socket
}

/** Answers are small enough to come in one piece; what is no 200 ends the measurement. */
function exchange(socket, requests, name) {
  return new Promise((resolve, reject) => {
    let next = 0
    const ask = () => (next < requests.length ? socket.write(requests[next++]) : resolve())
    socket.on('error', reject).on('close', () => reject(new Error(`${name} hung up`)))
    socket.on('data', (data) => {
      if (data.latin1Slice(0, 12) === 'HTTP/1.1 200') ask()
      else reject(new Error(`${name}: ${data.latin1Slice(0, 200)}`))
    })
    ask()
  })
}

/** Serves a key set, for those who fetch theirs. */
export async function serveJwks(jwks) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(jwks))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { jwksUri: `http://127.0.0.1:${server.address().port}/jwks`, close: () => server.close() }
}
