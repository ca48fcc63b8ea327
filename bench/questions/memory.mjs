import { randomBytes } from 'node:crypto'
import { createVerifier } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { atMost } from '../lib/goals.mjs'
import { heldBytes } from '../lib/heap.mjs'
import { HOLDINGS, publishing } from '../lib/holdings.mjs'
import { showCount, showSpread, spread } from '../lib/measure.mjs'
import { audience, issuer, prepare } from '../lib/tokens.mjs'

const MIB = 2 ** 20
/** What a process may hold more after ten floods than after one, MiB: what the collector leaves differs by that. */
const NOISE = 2

export const title = 'Memory'
export const what =
  'What each thing that is remembered takes of the heap, after a full collection, and what is left of a flood beside what ten of its length leave.'
export const rounds = 5

export async function run({ rounds }) {
  const each = []
  for (const [name, [count, prepareIt]] of Object.entries(HOLDINGS))
    each.push({ name, count, bytes: await bytesEach(count, prepareIt, rounds) })
  const floods = await underAttack()
  const id = each.find(({ name }) => name === 'live replay id')
  return {
    tables: [
      {
        title: 'Bytes each',
        columns: ['what', 'how many', 'bytes each'],
        rows: each.map(({ name, count, bytes }) => [name, showCount(count), showSpread(bytes, 0)]),
        notes: ['What OpenSSL holds for a key is not counted.'],
      },
      {
        title: 'Held after a flood, MiB more than before',
        columns: ['flood', '10,000 requests', '90,000 more', 'tokens in the cache', 'charged to it, MiB'],
        rows: floods.map(({ name, short, long, entries, charged }) => [
          name,
          short.toFixed(1),
          long.toFixed(1),
          showCount(entries),
          charged.toFixed(1),
        ]),
        notes: ['The cache is charged by an estimate, and may be charged 32 MiB.'],
      },
    ],
    goals: [
      atMost('bytes of a live replay id', 160, id.bytes, 0),
      ...floods.map(({ name, long }) => ({
        goal: `${name}: a flood ten times as long leaves ≤ ${NOISE} MiB more`,
        seen: `${long.toFixed(1)} MiB`,
        met: long <= NOISE,
      })),
    ],
    highlights: [
      {
        what: 'Memory of a used id',
        meishi: `${id.bytes.median.toFixed(0)} bytes`,
        others: 'nobody has one',
      },
    ],
  }
}

async function bytesEach(count, prepareIt, rounds) {
  const values = []
  for (let round = 0; round < rounds; round++) values.push(await bytesOf(count, prepareIt))
  return spread(values)
}

/** A function of its own, so that nothing of the round before is still held by a variable. */
async function bytesOf(count, prepareIt) {
  const fill = await prepareIt()
  const before = heldBytes()
  const held = await fill(count)
  const bytes = (heldBytes() - before) / count
  held.close?.()
  return bytes
}

/** By name: a verifier of its own, and what is sent to it. */
function attacks() {
  const { keys, mint } = prepare('HS256')
  const declared = () => createVerifier({ issuer, audience, algorithms: ['HS256'], keys })
  const good = mint(500)
  const fetched = prepare('ES256')
  const jwksUri = `${issuer}/jwks`
  const remote = () =>
    createVerifier({ issuer, audience, keys: { jwksUri }, fetch: publishing(fetched.jwks) })
  const ofFetched = fetched.mint(500)
  return {
    'Random text': [declared, () => randomBytes(300).toString('base64url'), good],
    'Forged tokens': [declared, () => forgeToken(good), good],
    'Random `kid`s': [remote, () => withKid(ofFetched, randomBytes(12).toString('base64url')), ofFetched],
    'Good tokens of one abuser': [declared, () => mint(500), good],
  }
}

async function underAttack() {
  const rows = []
  for (const [name, [create, next, good]] of Object.entries(attacks())) {
    const verifier = create()
    await verifier.verify(good)
    const flood = async (count) => {
      const before = heldBytes()
      for (let at = 0; at < count; at++) await verifier.verify(next()).catch(() => {})
      return (heldBytes() - before) / MIB
    }
    const short = await flood(10_000)
    const long = await flood(90_000)
    const { entries, bytes } = verifier.status().cache
    verifier.close()
    rows.push({ name, short, long, entries, charged: bytes / MIB })
  }
  return rows
}

/** The same token under a header that names another key. */
function withKid(token, kid) {
  const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid })).toString('base64url')
  return header + token.slice(token.indexOf('.'))
}
