// The applications of one framework under the same load, in turns.
import { appsOf } from '../apps/apps.mjs'
import { gapsOf } from './gaps.mjs'
import { serveJwks, start } from './load.mjs'
import { byName, inTurn, ratio, showCount, showSpread, spread } from './measure.mjs'

export const FRAMEWORKS = ['Express 5', 'Koa 3', 'Fastify 5', 'Hono 4']

/**
 * @param tokensOf - the tokens of a round; -1 is the round that warms up
 * @param cached - whether they come again
 */
export async function compareApps(framework, prepared, { tokensOf, rounds, cached }) {
  const { alg, pem, jwks, issuer, audience } = prepared
  const provider = await serveJwks(jwks)
  const settings = { alg, pem, jwks, issuer, audience, jwksUri: provider.jwksUri }
  const names = appsOf(framework, { cached }).map(([name]) => name)
  const apps = {}
  const gaps = {}
  for (const name of names) {
    apps[name] = await start(name, settings)
    gaps[name] = await gapsOf(apps[name].accepts, prepared)
  }
  const [rates, micros] = [byName(names), byName(names)]
  for (let round = -1; round < rounds; round++) {
    for (const name of inTurn(names, round)) {
      const answer = await apps[name].ask(tokensOf(round))
      if (round < 0) continue
      rates[name].push(answer.rate)
      micros[name].push(answer.micros)
    }
  }
  for (const app of Object.values(apps)) app.stop()
  provider.close()
  return { framework, names, rates, micros, gaps, ...rolesOf(names) }
}

/** Who is who: the unprotected one, the one that only verifies a signature, ours, and the others. */
function rolesOf(names) {
  const [unprotected] = names
  const raw = names.find((name) => name.endsWith('raw verify'))
  const ours = names.find((name) => name.startsWith('@meishi/'))
  const peers = names.filter((name) => ![unprotected, raw, ours].includes(name))
  return { unprotected, raw, ours, peers }
}

/** CPU time of a request beyond that of the unprotected application, µs. */
export const addedMicros = ({ micros, unprotected }, name) =>
  spread(micros[name].map((own, round) => own - micros[unprotected][round]))

/** Which of the others answers the most requests. */
export const fastestPeer = ({ rates, peers }) =>
  peers.reduce((best, name) => (spread(rates[name]).median > spread(rates[best]).median ? name : best))

/** Requests per second of CPU. */
const capacities = ({ micros }) =>
  Object.fromEntries(Object.entries(micros).map(([name, own]) => [name, own.map((one) => 1e6 / one)]))

/** @param floor - the application that the others are compared with */
export function appTable(compared, floor) {
  const { framework, names, rates, gaps, unprotected } = compared
  return {
    title: framework,
    columns: [
      'application',
      `requests ÷ ${floor}`,
      'per second of CPU',
      'CPU added, µs',
      'requests per second',
      'does not check',
    ],
    rows: names.map((name) => [
      name,
      showSpread(ratio(rates, name, floor)),
      showSpread(ratio(capacities(compared), name, floor)),
      name === unprotected ? '' : showSpread(addedMicros(compared, name), 1),
      showCount(spread(rates[name]).median),
      gaps[name],
    ]),
  }
}
