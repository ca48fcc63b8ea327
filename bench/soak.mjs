// npm run soak: ten minutes of requests while Redis is stopped and cut off again and again. Prints memory,
// handles and listeners each half minute; what matters is that they stay. `npm run soak -- 2` takes two minutes.
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createAuthenticator } from '@meishi/core'
import { createTestIssuer } from '@meishi/core/testing'
import { redisReplayStore } from '@meishi/redis'
import { Redis } from 'ioredis'
import { pause, startRedis } from './lib/redis-server.mjs'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')
const minutes = Number(process.argv[2] ?? 10)
const end = Date.now() + minutes * 60_000
const { issuer, audience, keys, mint } = createTestIssuer()
const server = await startRedis()
const ioredis = new Redis(server.port, { enableOfflineQueue: false, autoResendUnfulfilledCommands: false })
ioredis.on('error', () => {})

const handles = [server.client, ioredis].map((client) =>
  createAuthenticator({ issuer, audience, keys, preventReplay: { store: redisReplayStore(client) } }),
)
const counts = {}
const count = (what) => {
  counts[what] = (counts[what] ?? 0) + 1
}
process.on('unhandledRejection', () => count('unhandled rejection'))

async function client(handle) {
  while (Date.now() < end) {
    const rawHeaders = ['Authorization', `Bearer ${mint()}`]
    for (let time = 0; time < 2; time++) {
      await handle.authenticate({ rawHeaders }).then(
        ({ status }) => count(status),
        ({ code }) => count(code),
      )
    }
    await sleep(20)
  }
}

async function trouble() {
  while (Date.now() < end) {
    await sleep(5000)
    await server.client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no']).catch(() => {})
    await sleep(5000)
    await pause(server, 2000)
  }
}

async function watch() {
  while (Date.now() < end) {
    await sleep(30_000)
    collectGarbage()
    const { heapUsed, rss } = process.memoryUsage()
    console.log({
      left: `${Math.round((end - Date.now()) / 1000)} s`,
      heapMegabytes: (heapUsed / 2 ** 20).toFixed(1),
      rssMegabytes: Math.round(rss / 2 ** 20),
      handles: process.getActiveResourcesInfo().length,
      listeners: [server.client, ioredis].map((emitter) =>
        emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0),
      ),
      ...counts,
    })
  }
}

await Promise.all([
  ...handles.flatMap((handle) => Array.from({ length: 4 }, () => client(handle))),
  trouble(),
  watch(),
])
process.exit()
