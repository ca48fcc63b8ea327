import { createVerifier } from '@meishi/core'
import { createSigner } from '@meishi/core/testing'
import { encryptedService, mixedService, requestsOf } from '../lib/bad-requests.mjs'
import { grid } from '../lib/grid.mjs'
import { measure, showCount, showSpread, spread } from '../lib/measure.mjs'
import { audience, issuer } from '../lib/tokens.mjs'

const ALGORITHMS = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'HS256']
/** How many calls a turn has: a tenth of a second or so. */
const CALLS = { RS256: 500, ES256: 300, ES384: 60, ES512: 30, EdDSA: 300, HS256: 1000, mixed: 60, sealed: 60 }
/** What is promised: a refused request costs at most so many good ones. */
const MOST = {
  pair: 5,
  secret: 25,
  signedPair: 15,
  signedSecret: 50,
  otherKey: 60,
  sealed: 3,
  sealedBesideSigned: 40,
}
const isSigned = (name) => name.startsWith('signed:')
const isGood = (name) => name.startsWith('good')

export const title = 'Worst inputs'
export const what =
  'What a request costs that is refused in the end, in CPU time, beside a good one whose token was never seen. *Signed* ones need the key of a trusted issuer; everybody can send the others.'
export const rounds = 5

export async function run({ rounds }) {
  const single = {}
  for (const alg of ALGORITHMS) single[alg] = await ofOneKey(alg, rounds)
  const mixed = mixedService()
  const others = await costs(mixed, rounds, CALLS.mixed)
  const sealed = {}
  for (const alg of ['RSA-OAEP-256', 'ECDH-ES'])
    sealed[alg] = await costs(await encryptedService(alg), rounds, CALLS.sealed)
  const names = Object.keys(single.RS256)
  const beside = (values, floor) => (name, column) =>
    name in values[column] ? showSpread(multiple(values[column], name, floor), 1) : ''
  const sealedNames = Object.keys(sealed['RSA-OAEP-256'])
  const titleOf = (floor) => `Encrypted tokens: cost ÷ a good one that is ${floor}`
  return {
    tables: [
      grid('Cost ÷ a good one of the same key', 'request', names, ALGORITHMS, beside(single, 'good')),
      {
        title: 'Cost ÷ a good RS256 token of 2048 bits, where keys of other kinds are accepted too',
        columns: ['request', 'cost', 'per second of CPU'],
        rows: Object.keys(others).map((name) => [
          name,
          showSpread(multiple(others, name, 'good'), 1),
          showCount(spread(others[name]).median),
        ]),
      },
      grid(titleOf('encrypted'), 'request', sealedNames, Object.keys(sealed), beside(sealed, 'good')),
      grid(
        titleOf('only signed, RS256'),
        'request',
        sealedNames,
        Object.keys(sealed),
        beside(sealed, 'good, only signed'),
      ),
    ],
    goals: [
      ...keyGoals(
        'of a key pair',
        ALGORITHMS.slice(0, -1).map((alg) => single[alg]),
        MOST.pair,
        MOST.signedPair,
      ),
      ...keyGoals('of a secret', [single.HS256], MOST.secret, MOST.signedSecret),
      within('under a key of another kind, beside RS256', MOST.otherKey, [others], 'good'),
      within('encrypted, beside an encrypted one', MOST.sealed, Object.values(sealed), 'good'),
      within(
        'encrypted, beside a signed one',
        MOST.sealedBesideSigned,
        Object.values(sealed),
        'good, only signed',
      ),
    ],
  }
}

const keyGoals = (what, all, most, mostSigned) => [
  within(`that everybody can send, ${what}`, most, all, 'good', (name) => !isSigned(name)),
  within(`that the issuer signed, ${what}`, mostSigned, all, 'good', isSigned),
]

function ofOneKey(alg, rounds) {
  const signer = createSigner({ alg, kid: 'bench' })
  return costs({ keys: signer.keys, algorithms: [alg], requests: requestsOf(signer) }, rounds, CALLS[alg])
}

/** Calls per second of CPU. */
async function costs({ requests, ...options }, rounds, calls) {
  const { verify } = createVerifier({ issuer, audience, cache: false, ...options })
  for (const [name, token] of Object.entries(requests)) await check(verify, name, token)
  const contestants = Object.fromEntries(
    Object.entries(requests).map(([name, token]) => [
      name,
      async (calls) => {
        for (let at = 0; at < calls; at++) await verify(token).catch(() => {})
      },
    ]),
  )
  return (await measure(contestants, { rounds, calls, warmUp: 2 * calls })).cpu
}

async function check(verify, name, token) {
  const code = await verify(token).then(
    () => 'good',
    (error) => error.code,
  )
  if ((code === 'good') !== isGood(name)) throw new Error(`${name}: ${code}`)
}

/** How many good ones a request costs: rates, so the other way round. */
const multiple = (cpu, name, floor) => spread(cpu[floor].map((good, round) => good / cpu[name][round]))

/** The most expensive refused request of all. */
function within(what, most, all, floor, counts = () => true) {
  const bad = all.flatMap((cpu) =>
    Object.keys(cpu)
      .filter((name) => !isGood(name) && counts(name))
      .map((name) => ({ name, seen: multiple(cpu, name, floor) })),
  )
  const worst = bad.reduce((one, other) => (other.seen.median > one.seen.median ? other : one))
  return {
    goal: `worst request ${what}: good ones ≤ ${most}`,
    seen: `${showSpread(worst.seen, 1)}, ${worst.name}`,
    met: worst.seen.median <= most,
  }
}
