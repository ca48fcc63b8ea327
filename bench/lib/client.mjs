// A client over bare sockets, one request at a time on each: what a general one costs would hide what a middleware does.
import { once } from 'node:events'
import { connect } from 'node:net'

const request = (token) =>
  Buffer.from(`GET / HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`)

export const openConnections = (port, count) => Promise.all(Array.from({ length: count }, () => open(port)))

async function open(port) {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  await once(socket, 'connect')
  return socket
}

/** Sends each token once; every socket has a part of them. */
export async function sendAll(sockets, tokens, expected) {
  const requests = tokens.map(request)
  const share = Math.ceil(requests.length / sockets.length)
  const latencies = []
  const start = process.hrtime.bigint()
  await Promise.all(
    sockets.map((socket, at) => {
      const part = requests.slice(at * share, (at + 1) * share).values()
      return exchange(socket, () => part.next().value, { ...expected, latencies })
    }),
  )
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  for (const socket of sockets) socket.destroy()
  return { seconds, latencies }
}

/** Sends tokens over and over until it is stopped; `stop` tells how many were answered. */
export function sendUntil(sockets, tokens, expected) {
  const requests = tokens.map(request)
  let sent = 0
  let stopped = false
  const next = () => (stopped ? undefined : requests[sent++ % requests.length])
  const done = Promise.all(sockets.map((socket) => exchange(socket, next, { ...expected, latencies: [] })))
  return {
    async stop() {
      stopped = true
      await done
      for (const socket of sockets) socket.destroy()
      return sent
    },
  }
}

/** Answers are small enough to come in one piece. */
function exchange(socket, next, { name, status, latencies }) {
  const good = `HTTP/1.1 ${status}`
  return new Promise((resolve, reject) => {
    let askedAt = 0
    const ask = () => {
      const bytes = next()
      if (bytes === undefined) return resolve()
      askedAt = performance.now()
      socket.write(bytes)
    }
    socket.on('error', reject).on('close', () => reject(new Error(`${name} hung up`)))
    socket.on('data', (data) => {
      latencies.push(performance.now() - askedAt)
      if (data.latin1Slice(0, good.length) === good) ask()
      else reject(new Error(`${name}: ${data.latin1Slice(0, 200)}`))
    })
    ask()
  })
}

/** The latency, in milliseconds, that one of a hundred exceeds. */
export const p99Of = (latencies) =>
  latencies.sort((one, other) => one - other)[Math.floor(latencies.length * 0.99)]
