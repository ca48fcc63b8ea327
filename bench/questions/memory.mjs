// What does each thing that is remembered cost, and do the ceilings hold under attack?
import { randomBytes, randomUUID } from 'node:crypto'
import { createVerifier, memoryReplayStore } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { showCount } from '../lib/measure.mjs'
import { audience, issuer, prepare } from '../lib/tokens.mjs'

export const title = 'Memory'
export const goal =
  'a live replay id costs at most 160 bytes, and no pause above 10 ms while a million of them come'

export async function run() {
  return [await pieces(), await attacks()]
}

/** Bytes of the heap and of buffers, once nothing is left to collect. */
function used() {
  for (let round = 0; round < 3; round++) global.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function pieces() {
  const rows = [await cachedTokens(150), await cachedTokens(500), replayIds()]
  return { title: 'Bytes each', columns: ['what', 'how many', 'bytes each', 'longest pause, ms'], rows }
}

async function cachedTokens(bytes) {
  const count = 10_000
  const { keys, mint } = prepare('HS256')
  const verifier = createVerifier({ issuer, audience, algorithms: ['HS256'], keys })
  const tokens = Array.from({ length: count }, () => mint(bytes))
  await verifier.verify(mint(bytes))
  const before = used()
  for (const token of tokens) await verifier.verify(token)
  const each = (used() - before) / count
  const { entries, bytes: charged } = verifier.status().cache
  return [
    `cached token, payload of ${bytes} bytes (charged ${Math.round(charged / entries)})`,
    showCount(count),
    each.toFixed(0),
    '',
  ]
}

function replayIds() {
  const count = 1_000_000
  const store = memoryReplayStore()
  const expiresAt = Date.now() + 3_600_000
  const before = used()
  let longest = 0
  for (let at = 0; at < count; at++) {
    const id = `${randomUUID()}-123456` // as long as a hash, and made without buffers, which the collector minds most
    const start = process.hrtime.bigint()
    store.consume(id, expiresAt + at)
    const millis = Number(process.hrtime.bigint() - start) / 1e6
    if (millis > longest) longest = millis
  }
  const each = (used() - before) / store.size
  return ['live replay id', showCount(store.size), each.toFixed(0), longest.toFixed(1)]
}

/** What is left after a flood, beside what a flood of ten times its length leaves. */
async function attacks() {
  const { keys, mint } = prepare('HS256')
  const verifier = createVerifier({ issuer, audience, algorithms: ['HS256'], keys })
  const flood = async (count, next) => {
    const before = used()
    for (let at = 0; at < count; at++) await verifier.verify(next(at)).catch(() => {})
    return (used() - before) / 2 ** 20
  }
  const good = mint(500)
  const kinds = {
    'forged tokens': () => forgeToken(good),
    'tokens of one abuser, all good': () => mint(500),
    'random text': () => randomBytes(300).toString('base64url'),
  }
  const rows = []
  for (const [name, next] of Object.entries(kinds)) {
    const short = await flood(20_000, next)
    const long = await flood(200_000, next)
    rows.push([name, short.toFixed(1), long.toFixed(1), showCount(verifier.status().cache.entries)])
  }
  return {
    title: 'Heap after a flood, MiB more than before',
    columns: ['flood', '20,000', '200,000 more', 'cached tokens'],
    rows,
  }
}
