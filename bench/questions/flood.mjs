import { randomBytes } from 'node:crypto'
import { forgeToken } from '@meishi/core/testing'
import { atLeast } from '../lib/goals.mjs'
import { start } from '../lib/load.mjs'
import { byName, inTurn, showCount, showSpread, spread } from '../lib/measure.mjs'
import { prepare } from '../lib/tokens.mjs'

const REQUESTS = 2000
const APP = '@meishi/express'

export const title = 'A flood of bad tokens'
export const what = `What good callers of ${APP} notice while as many connections send bad tokens as fast as they are refused. Their *share* is what would be left to them if every request had just the CPU time that it costs alone.`
export const rounds = 5

export async function run({ rounds }) {
  const prepared = prepare('RS256')
  const callers = Array.from({ length: 200 }, () => prepared.mint(500))
  const good = Array.from({ length: REQUESTS }, (_, at) => callers[at % callers.length])
  const floods = floodsOf(prepared)
  const { alg, pem, jwks, issuer, audience } = prepared
  const app = await start(APP, { alg, pem, jwks, issuer, audience })
  const names = Object.keys(floods)
  const seen = byName(names)
  for (let round = -1; round < rounds; round++) {
    for (const name of inTurn(names, round)) {
      const one = await once(app, good, floods[name])
      if (round >= 0) seen[name].push(one)
    }
  }
  app.stop()
  const of = (name, member) => spread(seen[name].map((one) => one[member]))
  return {
    tables: [
      {
        title: `${APP}, 200 callers that come again, RS256`,
        columns: [
          'flood',
          'good ÷ their share',
          'a bad one ÷ a good one, CPU',
          'bad per good',
          'p99, ms',
          'alone',
        ],
        rows: names.map((name) => [
          name,
          showSpread(of(name, 'besideShare')),
          showSpread(of(name, 'multiple')),
          showSpread(of(name, 'refusedPerGood'), 1),
          showSpread(of(name, 'p99'), 1),
          showSpread(of(name, 'p99Alone'), 1),
        ]),
        notes: [`Each row: ${showCount(REQUESTS)} good requests in a round, alone and beside the flood.`],
      },
    ],
    goals: names.map((name) =>
      atLeast(`flood of ${name}: good requests ÷ their share of CPU`, 0.9, of(name, 'besideShare')),
    ),
  }
}

async function once(app, good, bad) {
  const alone = await app.ask(good)
  const refused = await app.ask(
    good.map((_, at) => bad[at % bad.length]),
    401,
  )
  const together = await app.askBeside(good, bad)
  const refusedPerGood = together.refused / good.length
  const share = alone.micros / (alone.micros + refusedPerGood * refused.micros)
  return {
    besideShare: together.rate / (alone.rate * share),
    multiple: refused.micros / alone.micros,
    refusedPerGood,
    p99: together.p99,
    p99Alone: alone.p99,
  }
}

/** Each of many, so that nothing about one of them could be remembered. */
function floodsOf({ mint }) {
  const many = (make) => Array.from({ length: 500 }, make)
  return {
    'forged signatures': many(() => forgeToken(mint(500))),
    'forged signatures, 12 KiB': many(() => forgeToken(mint(9000))),
    'random text, 12 KiB': many(() => randomBytes(9000).toString('base64url')),
    'expired tokens': many(() => mint(500, { iat: 1, exp: 2 })),
  }
}
