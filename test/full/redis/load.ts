import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../../packages/redis/test-support/until.js'
import { Ledger } from './ledger.js'

/** Requests without end to every process of a fleet, two racers for each token and one who comes later. */
export interface Load {
  readonly ledger: Ledger
  /** Waits until so many more tokens were accepted. */
  accepts(more: number): Promise<void>
  /** Waits until every process has accepted a token that was sent from now on. */
  recovered(): Promise<void>
  /** Ends the load, and then sends every token once more that was ever accepted. */
  finish(): Promise<void>
}

const CLIENTS = 8
/** Between the tokens of one client: this machine runs the servers as well. */
const PAUSE_MILLISECONDS = 5

export function startLoad(ports: readonly number[], mint: () => string): Load {
  const agent = new Agent({ keepAlive: true })
  const ledger = new Ledger()
  const lastAccepted = ports.map(() => 0)
  let isRunning = true
  let turn = 0

  const send = async (token: string, service: number): Promise<number> => {
    const sentAt = performance.now()
    const status = await ledger.record(token, (text) => ask(agent, ports[service] ?? 0, text))
    if (status === 200) lastAccepted[service] = sentAt
    return status
  }
  const client = async (): Promise<void> => {
    while (isRunning) {
      const token = mint()
      const first = turn++ % ports.length
      await Promise.all([send(token, first), send(token, (first + 1) % ports.length)])
      await send(token, (first + 2) % ports.length)
      await sleep(PAUSE_MILLISECONDS)
    }
  }
  const clients = Array.from({ length: CLIENTS }, client)

  return {
    ledger,
    accepts(more) {
      const enough = ledger.accepted().length + more
      return until(`${more} tokens are accepted`, () => ledger.accepted().length >= enough)
    },
    recovered() {
      const since = performance.now()
      return until('every process accepts tokens', () => lastAccepted.every((at) => at > since))
    },
    async finish() {
      isRunning = false
      await Promise.all(clients)
      const tokens = ledger.accepted()
      for (let at = 0; at < tokens.length; at += CLIENTS)
        await Promise.all(tokens.slice(at, at + CLIENTS).map((token) => send(token, turn++ % ports.length)))
      agent.destroy()
    },
  }
}

/** The status of the answer; 0 where there was none. */
function ask(agent: Agent, port: number, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  return new Promise((resolve) => {
    request({ host: '127.0.0.1', port, agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
      .on('error', () => resolve(0))
      .end()
  })
}
