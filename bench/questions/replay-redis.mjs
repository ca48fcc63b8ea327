import { createAuthenticator, memoryReplayStore } from '@meishi/core'
import { redisReplayStore } from '@meishi/redis'
import { Redis } from 'ioredis'
import { p99Of } from '../lib/client.mjs'
import { atLeast } from '../lib/goals.mjs'
import { newId } from '../lib/holdings.mjs'
import { measure, ratio, showCount, showSpread, spread } from '../lib/measure.mjs'
import { startRedis } from '../lib/redis-server.mjs'
import { prepare } from '../lib/tokens.mjs'

const IDS = 50_000
const CALLS = 2000
const GOALS = { 1: 0.95, 50: 0.75 }

export const title = 'Replay protection on Redis'
export const what =
  'What it costs to spend an id on Redis, by the clock: beside the bare `SET NX PXAT` through the same client, and within the whole check of a token that was never seen.'
export const rounds = 7

export async function run({ rounds }) {
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
  const beside = []
  for (const driver of drivers)
    for (const width of [1, 50]) beside.push(await besideBareCommand(driver, width, rounds))
  const whole = []
  for (const width of [1, 50]) whole.push(await wholeRequests(server.client, width, rounds))
  const bytes = await bytesInRedis(server.client)
  ioredis.disconnect()
  server.client.destroy()
  return {
    tables: [bareTable(beside), ...whole, bytes],
    goals: beside.map(({ name, width, clock }) =>
      atLeast(
        `${name}, ${width} in flight: store ÷ bare command`,
        GOALS[width],
        ratio(clock, 'meishi', 'bare'),
      ),
    ),
  }
}

const soon = () => Date.now() + 600_000

const inParallel = (width, each) => async (count) => {
  let left = count
  const lane = async () => {
    while (left-- > 0) await each()
  }
  await Promise.all(Array.from({ length: width }, lane))
}

async function besideBareCommand([name, client, send], width, rounds) {
  const store = redisReplayStore(client)
  const bare = () => send(['SET', `bare:${newId()}`, '0123456789abcdef01', 'NX', 'PXAT', String(soon())])
  const { clock } = await measure(
    { bare: inParallel(width, bare), meishi: inParallel(width, () => store.consume(newId(), soon())) },
    { rounds, calls: width === 1 ? 2000 : 15_000 },
  )
  return { name, width, clock }
}

const bareTable = (all) => ({
  title: 'Beside the bare command',
  columns: ['client', 'in flight', 'store ÷ bare command', 'bare per second', 'store per second'],
  rows: all.map(({ name, width, clock }) => [
    name,
    width,
    showSpread(ratio(clock, 'meishi', 'bare')),
    ...['bare', 'meishi'].map((who) => showCount(spread(clock[who]).median)),
  ]),
})

/** The whole check of a token that was never seen, without and with the spending of its id. */
async function wholeRequests(client, width, rounds) {
  const { issuer, audience, keys, mint } = prepare('ES256')
  const stores = { off: undefined, 'in memory': memoryReplayStore(), 'on Redis': redisReplayStore(client) }
  const names = Object.keys(stores)
  const tokens = Array.from({ length: CALLS * (rounds + 1) * names.length }, () => mint(300)).values()
  const slowest = Object.fromEntries(names.map((name) => [name, []]))
  const each = (name) => {
    const preventReplay = stores[name] && { store: stores[name] }
    const { authenticate } = createAuthenticator({
      issuer,
      audience,
      keys,
      ...(preventReplay && { preventReplay }),
    })
    return async (calls) => {
      const latencies = []
      await inParallel(width, async () => {
        const rawHeaders = ['Authorization', `Bearer ${tokens.next().value}`]
        const start = performance.now()
        const { status } = await authenticate({ rawHeaders })
        latencies.push((performance.now() - start) * 1000)
        if (status !== 'authenticated') throw new Error(status)
      })(calls)
      slowest[name].push(p99Of(latencies))
    }
  }
  const contestants = Object.fromEntries(names.map((name) => [name, each(name)]))
  const { clock, cpu } = await measure(contestants, { rounds, calls: CALLS })
  return {
    title: `Whole requests, ES256, never seen, ${width} in flight`,
    columns: ['replay protection', 'requests ÷ off', 'per second of CPU ÷ off', 'per second', 'p99, µs'],
    rows: names.map((name) => [
      name,
      showSpread(ratio(clock, name, 'off')),
      showSpread(ratio(cpu, name, 'off')),
      showCount(spread(clock[name]).median),
      showSpread(spread(slowest[name].slice(1)), 0),
    ]),
  }
}

async function bytesInRedis(client) {
  await client.flushAll()
  const used = async () => Number(/used_memory:(\d+)/.exec(await client.sendCommand(['INFO', 'memory']))[1])
  const before = await used()
  const store = redisReplayStore(client)
  await inParallel(50, () => store.consume(newId(), soon()))(IDS)
  const each = ((await used()) - before) / IDS
  return {
    title: 'Memory in Redis',
    columns: ['ids', 'bytes each'],
    rows: [[showCount(IDS), each.toFixed(0)]],
  }
}
