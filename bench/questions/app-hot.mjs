// What does the middleware cost an application whose callers come again?
import { compareApps } from '../lib/compare-apps.mjs'
import { prepare } from '../lib/tokens.mjs'

const TOKENS = 200
const REQUESTS = 10_000

export const title = 'An application, hot: 200 callers that come again'
export const goal =
  'at most 5 µs of CPU added, and at least 0.90 of the requests of the unprotected application'

export async function run() {
  const prepared = prepare('RS256')
  const tokens = Array.from({ length: TOKENS }, () => prepared.mint(500))
  const requests = Array.from({ length: REQUESTS }, (_, at) => tokens[at % TOKENS])
  const load = { tokensOf: () => requests, rounds: 7, floor: ([unprotected]) => unprotected, cached: true }
  const tables = []
  for (const framework of ['Express 5', 'Koa 3', 'Fastify 5', 'Hono 4']) {
    tables.push(await compareApps(framework, prepared, load))
  }
  return tables
}
