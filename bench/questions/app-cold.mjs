// What does the middleware cost an application whose callers were never seen?
import { compareApps } from '../lib/compare-apps.mjs'
import { prepare } from '../lib/tokens.mjs'

const ROUNDS = 5
const REQUESTS = 3000

export const title = 'An application, cold: every caller for the first time, RS256'
export const goal =
  'at least 0.90 of the same application with a hook that only verifies, and ahead of every peer'

export async function run() {
  const prepared = prepare('RS256')
  const rounds = Array.from({ length: ROUNDS + 1 }, () =>
    Array.from({ length: REQUESTS }, () => prepared.mint(500)),
  )
  const load = { tokensOf: (round) => rounds[round + 1], rounds: ROUNDS, cached: false }
  const tables = []
  for (const framework of ['Express 5', 'Koa 3', 'Fastify 5', 'Hono 4']) {
    const floor = (names) => names.find((name) => name.endsWith('raw verify')) ?? names[0]
    tables.push(await compareApps(framework, prepared, { ...load, floor }))
  }
  return tables
}
