// A redis-server of one's own for a measurement: on a free port, without anything on disk, and gone with this process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'redis'

export async function startRedis() {
  const port = await freePort()
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'ignore',
  })
  process.on('exit', () => child.kill('SIGKILL'))
  const client = createClient({ socket: { port }, disableOfflineQueue: true })
  client.on('error', () => {})
  await client.connect()
  return { port, child, client }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

/** Stops the process for a while, as a machine does that is swapping. */
export async function pause({ child }, milliseconds) {
  child.kill('SIGSTOP')
  await sleep(milliseconds)
  child.kill('SIGCONT')
}
