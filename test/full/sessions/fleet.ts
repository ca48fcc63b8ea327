import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { JwkSet } from '@meishi/core'
import { generateKey } from '@meishi/issuer'

export const ISSUER = 'https://auth.test'
export const APP = 'https://api.test'
const MAIN = fileURLToPath(new URL('session-process.mjs', import.meta.url))
const PROCESSES = 4

type Told = { readonly port: number } | { readonly event: { readonly event: string } }

/** An answer of one of the processes. */
interface Answer {
  readonly status: number
  readonly text: string
}

/** Four processes with the same sessions. */
export interface SessionFleet {
  readonly jwks: JwkSet
  /** Asks one process; a request that breaks off is answered with the status 0. */
  post(at: number, path: string, body?: object, token?: string): Promise<Answer>
  /** What all of them reported, by name. */
  events(): Readonly<Record<string, number>>
  /** Ends one process in the middle of what it does, and starts another one in its place. */
  kill(at: number): Promise<void>
  stop(): void
}

export async function startSessionFleet(redisPort: number, refreshGrace = 10): Promise<SessionFleet> {
  const { publicJwk, privateJwk } = await generateKey({ alg: 'ES256', kid: 'one' })
  const setup = JSON.stringify({ issuer: ISSUER, app: APP, privateJwk, redisPort, refreshGrace })
  const counts: Record<string, number> = {}
  const start = async (): Promise<{ child: ChildProcess; port: number }> => {
    const child = fork(MAIN, [setup], { execArgv: [] })
    child.on('message', (told: Told) => {
      if ('event' in told) counts[told.event.event] = (counts[told.event.event] ?? 0) + 1
    })
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`a process ended with code ${code}`)
    })
    ended.catch(() => {})
    const [told] = (await Promise.race([once(child, 'message'), ended])) as [Told]
    return { child, port: 'port' in told ? told.port : 0 }
  }
  const processes = await Promise.all(Array.from({ length: PROCESSES }, start))
  return {
    jwks: { keys: publicJwk === undefined ? [] : [publicJwk] },
    async post(at, path, body, token) {
      const port = processes[at % PROCESSES]?.port
      const headers = { 'user-agent': 'a tab', 'content-type': 'application/json' }
      try {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
          method: 'POST',
          headers: token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` },
          body: JSON.stringify(body ?? {}),
        })
        return { status: answer.status, text: await answer.text() }
      } catch {
        return { status: 0, text: '' }
      }
    },
    events: () => counts,
    async kill(at) {
      const { child } = processes[at] ?? {}
      child?.kill('SIGKILL')
      processes[at] = await start()
    },
    stop() {
      for (const { child } of processes) child.kill()
    },
  }
}
