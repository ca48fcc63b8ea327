// What does it cost to spend an id on Redis, beside the bare command through the same client?
import { randomBytes } from 'node:crypto'
import { createAuthenticator } from '@meishi/core'
import { redisReplayStore } from '@meishi/redis'
import { Redis } from 'ioredis'
import { measure, ratios, showCount, showSpread, spread } from '../lib/measure.mjs'
import { startRedis } from '../lib/redis-server.mjs'
import { prepare } from '../lib/tokens.mjs'

const ROUNDS = 7
const IDS = 100_000

export const title = 'Replay protection on Redis'
export const goal = 'at least 0.95 of a raw SET NX PXAT with one in flight, and 0.75 with fifty'

export async function run() {
  const server = await startRedis()
  const ioredis = new Redis(server.port, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    lazyConnect: true,
  })
  await ioredis.connect()
  const drivers = [
    ['node-redis', server.client, (args) => server.client.sendCommand(args)],
    ['ioredis', ioredis, ([command, ...args]) => ioredis.call(command, ...args)],
  ]
  const tables = []
  for (const [name, client, send] of drivers) {
    for (const width of [1, 50]) tables.push(await besideBareCommand(name, client, send, width))
  }
  tables.push(await wholeRequests(server.client), await memory(server.client))
  ioredis.disconnect()
  server.client.destroy()
  return tables
}

const newId = () => randomBytes(32).toString('base64url')
const soon = () => Date.now() + 600_000

const inParallel = (width, each) => async (count) => {
  let left = count
  const lane = async () => {
    while (left-- > 0) await each()
  }
  await Promise.all(Array.from({ length: width }, lane))
}

async function besideBareCommand(name, client, send, width) {
  const store = redisReplayStore(client)
  const bare = () => send(['SET', `bare:${newId()}`, '0123456789abcdef01', 'NX', 'PXAT', String(soon())])
  const rates = await measure(
    { bare: inParallel(width, bare), meishi: inParallel(width, () => store.consume(newId(), soon())) },
    { rounds: ROUNDS, calls: width === 1 ? 3000 : 20_000 },
  )
  return tableOf(`${name}, ${width} in flight`, rates, 'bare')
}

/** The whole check of a token that was never seen, with and without the spending of its id. */
async function wholeRequests(client) {
  const calls = 3000
  const { issuer, audience, keys, mint } = prepare('ES256')
  const tokens = Array.from({ length: calls * (ROUNDS + 1) }, () => mint(300))
  let next = 0
  const each = (options) => {
    const { authenticate } = createAuthenticator({ issuer, audience, keys, ...options })
    return () => authenticate({ rawHeaders: ['Authorization', `Bearer ${tokens[next++ % tokens.length]}`] })
  }
  const rates = await measure(
    {
      'without replay protection': inParallel(50, each({})),
      'on Redis': inParallel(50, each({ preventReplay: { store: redisReplayStore(client) } })),
    },
    { rounds: ROUNDS, calls },
  )
  return tableOf('whole requests, ES256, 50 in flight', rates, 'without replay protection')
}

async function memory(client) {
  await client.flushAll()
  const used = async () => Number(/used_memory:(\d+)/.exec(await client.sendCommand(['INFO', 'memory']))[1])
  const before = await used()
  const store = redisReplayStore(client)
  await inParallel(50, () => store.consume(newId(), soon()))(IDS)
  const each = ((await used()) - before) / IDS
  return {
    title: 'memory in Redis',
    columns: ['ids', 'bytes each'],
    rows: [[showCount(IDS), each.toFixed(0)]],
  }
}

function tableOf(heading, rates, floor) {
  const relative = ratios(rates, floor)
  return {
    title: heading,
    columns: ['what', `ratio to ${floor}`, 'per second'],
    rows: Object.keys(rates).map((name) => [
      name,
      showSpread(relative[name]),
      showCount(spread(rates[name]).median),
    ]),
  }
}
