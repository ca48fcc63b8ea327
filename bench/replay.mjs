// What spending an id on Redis costs beside the bare command through the same client, and what one id takes in memory.
import { randomBytes } from 'node:crypto'
import { createAuthenticator } from '@meishi/core'
import { createTestIssuer } from '@meishi/core/testing'
import { redisReplayStore } from '@meishi/redis'
import { Redis } from 'ioredis'
import { measure, ratios } from './measure.mjs'
import { startRedis } from './redis-server.mjs'

const ROUNDS = 9
const IDS = 100_000
const server = await startRedis()
const ioredis = new Redis(server.port, {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  lazyConnect: true,
})
await ioredis.connect()

const newId = () => randomBytes(32).toString('base64url')
const soon = () => Date.now() + 600_000
const inParallel = (width, each) => async (count) => {
  let left = count
  const one = async () => {
    while (left-- > 0) await each()
  }
  await Promise.all(Array.from({ length: width }, one))
}

for (const [driver, client, send] of [
  ['node-redis', server.client, (args) => server.client.sendCommand(args)],
  ['ioredis', ioredis, ([command, ...args]) => ioredis.call(command, ...args)],
]) {
  const store = redisReplayStore(client)
  const bare = () => send(['SET', `bare:${newId()}`, '0123456789abcdef01', 'NX', 'PXAT', String(soon())])
  for (const width of [1, 50]) {
    const rates = await measure(
      { bare: inParallel(width, bare), meishi: inParallel(width, () => store.consume(newId(), soon())) },
      { rounds: ROUNDS, calls: width === 1 ? 3000 : 20_000 },
    )
    console.log(`\n${driver}, ${width} in flight`)
    console.table(ratios(rates, 'bare'))
  }
}

await wholeRequests()
await memory()
await server.client.flushAll()
ioredis.disconnect()
server.client.destroy()
process.exit()

/** The whole check of a token, with and without the spending of its id. */
async function wholeRequests() {
  const { issuer, audience, keys, mint } = createTestIssuer()
  const calls = 3000
  const tokens = Array.from({ length: calls * (ROUNDS + 1) }, () => mint())
  const store = redisReplayStore(server.client)
  let next = 0
  const each = (options) => {
    const { authenticate } = createAuthenticator({ issuer, audience, keys, ...options })
    return () => authenticate({ rawHeaders: ['Authorization', `Bearer ${tokens[next++ % tokens.length]}`] })
  }
  const rates = await measure(
    {
      'without replay': inParallel(50, each({})),
      'on Redis': inParallel(50, each({ preventReplay: { store } })),
    },
    { rounds: ROUNDS, calls },
  )
  console.log('\nES256 tokens that were never seen, 50 in flight')
  console.table(ratios(rates, 'without replay'))
}

async function memory() {
  await server.client.flushAll()
  const used = async () =>
    Number(/used_memory:(\d+)/.exec(await server.client.sendCommand(['INFO', 'memory']))[1])
  const before = await used()
  const store = redisReplayStore(server.client)
  await inParallel(50, () => store.consume(newId(), soon()))(IDS)
  console.log(`\n${IDS} ids take ${Math.round(((await used()) - before) / IDS)} bytes each in Redis`)
}
