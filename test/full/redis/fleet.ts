import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TestIssuer } from '@meishi/core/testing'
import type { Driver, Place } from './service/connect.js'
import type { Race, Setup, Told } from './service/orders.js'

/** Built by `npm run build`, because a process of its own cannot run TypeScript. */
const MAIN = fileURLToPath(new URL('service/dist/main.js', import.meta.url))
const PROCESSES = 4

/** Four processes of one service, which share a Redis. */
export interface Fleet {
  readonly ports: readonly number[]
  /** Has every process judge each token so many times, all at once; how often each was accepted by any of them. */
  race(tokens: readonly string[], times: number): Promise<readonly number[]>
  stop(): void
}

export async function startFleet(driver: Driver, place: Place, from: TestIssuer): Promise<Fleet> {
  const { issuer, audience, keys } = from
  const setup: Setup = { driver, place, prefix: `fleet-${driver}`, issuer, audience, jwks: keys.jwks }
  const services = Array.from({ length: PROCESSES }, () =>
    fork(MAIN, [JSON.stringify(setup)], { execArgv: [], env: { ...process.env, NODE_ENV: 'production' } }),
  )
  const ports = await Promise.all(services.map(async (service) => portOf(await nextWord(service))))
  return {
    ports,
    async race(tokens, times) {
      const race: Race = { tokens, times }
      const answers = services.map(nextWord)
      for (const service of services) service.send(race)
      const wins = (await Promise.all(answers)).map((told) => ('wins' in told ? told.wins : []))
      return tokens.map((_token, index) => wins.reduce((sum, ofOne) => sum + (ofOne[index] ?? 0), 0))
    },
    stop() {
      for (const service of services) service.kill()
    },
  }
}

/** The next thing that a service says. One that ends instead is an error. */
async function nextWord(service: ChildProcess): Promise<Told> {
  const ended = once(service, 'exit').then(([code]) => {
    throw new Error(`a service ended with code ${code}`)
  })
  const [told] = await Promise.race([once(service, 'message'), ended])
  return told
}

const portOf = (told: Told): number => ('port' in told ? told.port : 0)
