import { randomUUID } from 'node:crypto'
import { PerformanceObserver } from 'node:perf_hooks'
import { resolveEntry } from '@meishi/core'
import { redisRevocationList } from '@meishi/redis'
import { revocationKeys } from '../../packages/redis/dist/revocation/revocation-keys.js'
import { RevocationTruth } from '../../packages/redis/dist/revocation/truth.js'
import { atMost } from '../lib/goals.mjs'
import { showCount, showSpread, spread } from '../lib/measure.mjs'
import { startRedis } from '../lib/redis-server.mjs'
import { issuer } from '../lib/tokens.mjs'

const SIZES = [100_000, 1_000_000]
/** The loop is asked so often whether it is free. */
const TICK = 1

export const title = 'Revocation: a new process reads the list from Redis'
export const what =
  'How long a new process takes to read the whole list from Redis, and for how long it answers nobody meanwhile.'
export const rounds = 5

export async function run({ rounds }) {
  const server = await startRedis()
  const rows = []
  const longest = []
  for (const size of SIZES) {
    const options = { prefix: `bench-${size}`, maxEntries: size, timeout: 60 }
    await fill(server.client, options.prefix, size)
    const bytes = await bytesOf(server.client, options.prefix)
    const loads = []
    for (let round = 0; round < rounds; round++) loads.push(await load(server.client, options))
    const of = (member) => spread(loads.map((one) => one[member]))
    rows.push([
      showCount(size),
      showSpread(of('seconds'), 1),
      showSpread(of('pause'), 0),
      showSpread(of('collection'), 0),
      (bytes / size).toFixed(0),
    ])
    longest.push(of('pause'))
  }
  server.client.destroy()
  const columns = ['entries', 'seconds', 'longest pause, ms', 'of it garbage, ms', 'bytes each, in Redis']
  return {
    tables: [{ title: 'Entries by token id', columns, rows }],
    goals: [atMost('longest pause while a million are read, ms,', 50, longest.at(-1), 0)],
  }
}

async function load(client, options) {
  global.gc()
  const garbage = watchGarbage()
  const pauses = watchPauses()
  const start = performance.now()
  const list = redisRevocationList(client, options)
  await list.ready()
  const seconds = (performance.now() - start) / 1000
  const [pause, collection] = [pauses.end(), await garbage.end()]
  const { entries } = list.status()
  list.close()
  if (entries !== options.maxEntries) throw new Error(`${entries} entries of ${options.maxEntries}`)
  return { seconds, pause, collection }
}

/** Fills the list a thousand at a time, by a door that users do not have: one by one would take minutes. */
async function fill(client, prefix, size) {
  const limits = { maxEntries: size, maxChanges: 10_000 }
  const truth = new RevocationTruth((_key, args) => client.sendCommand(args), revocationKeys(prefix), limits)
  const now = Math.floor(Date.now() / 1000)
  for (let at = 0; at < size; at += 1000)
    await truth.write(
      'seed',
      Array.from({ length: 1000 }, () => newEntry(now)),
      now,
    )
  await truth.seed()
}

const newEntry = (now) => resolveEntry({ issuer, tokenId: randomUUID() }, now, 604_800)

async function bytesOf(client, prefix) {
  const keys = await client.keys(`${prefix}:*`)
  const sizes = await Promise.all(
    keys.map((key) => client.sendCommand(['MEMORY', 'USAGE', key, 'SAMPLES', '0'])),
  )
  return sizes.reduce((sum, bytes) => sum + Number(bytes ?? 0), 0)
}

function watchPauses() {
  let [last, longest] = [performance.now(), 0]
  const look = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last - TICK)
    last = now
  }
  const timer = setInterval(look, TICK)
  return {
    end() {
      look()
      clearInterval(timer)
      return longest
    },
  }
}

function watchGarbage() {
  let longest = 0
  const note = (list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
  }
  const observer = new PerformanceObserver(note)
  observer.observe({ entryTypes: ['gc'] })
  return {
    async end() {
      await new Promise((resolve) => setTimeout(resolve, 50))
      observer.disconnect()
      return longest
    },
  }
}
