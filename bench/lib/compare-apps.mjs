// The applications of one framework under the same load, in turns.
import { appsOf } from '../apps/apps.mjs'
import { serveJwks, start } from './load.mjs'
import { ratios, showCount, showSpread, spread } from './measure.mjs'

/**
 * @param tokensOf - the tokens of a round; -1 is the round that warms up
 * @param floor - the application that the others are compared with
 */
export async function compareApps(framework, prepared, { tokensOf, rounds, floor, cached }) {
  const { alg, pem, jwks, issuer, audience } = prepared
  const provider = await serveJwks(jwks)
  const settings = { alg, pem, jwks, issuer, audience, jwksUri: provider.jwksUri }
  const apps = []
  for (const [name] of appsOf(framework, { cached })) apps.push([name, await start(name, settings)])
  const rates = Object.fromEntries(apps.map(([name]) => [name, []]))
  const micros = Object.fromEntries(apps.map(([name]) => [name, []]))
  for (let round = -1; round < rounds; round++) {
    for (const [name, app] of apps) {
      const answer = await app.ask(tokensOf(round))
      if (round < 0) continue
      rates[name].push(answer.rate)
      micros[name].push(answer.micros)
    }
  }
  for (const [, app] of apps) app.stop()
  provider.close()
  return tableOf(framework, { rates, micros, floor: floor(apps.map(([name]) => name)) })
}

function tableOf(framework, { rates, micros, floor }) {
  const [unprotected] = Object.keys(rates)
  const relative = ratios(rates, floor)
  const added = (name) => micros[name].map((own, round) => own - micros[unprotected][round])
  return {
    title: framework,
    columns: [
      'application',
      `requests, ratio to ${floor}`,
      'CPU added to the unprotected app, µs',
      'requests per second',
    ],
    rows: Object.keys(rates).map((name) => [
      name,
      showSpread(relative[name]),
      showSpread(spread(added(name)), 1),
      showCount(spread(rates[name]).median),
    ]),
  }
}
