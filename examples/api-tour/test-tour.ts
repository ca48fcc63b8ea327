import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AuthOptions } from '@meishi/core'
import { createTestIssuer } from '@meishi/core/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mintTokens, type Stop, TOUR } from './tour.js'

/** Sends the requests of the tour, in order, to an app that `start` makes and that listens on a free port. */
export function testTour(start: (options: AuthOptions) => Server | Promise<Server>): void {
  const idp = createTestIssuer()
  const tokens = mintTokens(idp)
  const answers = new Map<Stop, Response>()
  let server: Server

  const ask = ({ method, path, caller }: Stop): Promise<Response> => {
    const { port } = server.address() as AddressInfo
    const headers: Record<string, string> =
      caller === undefined ? {} : { authorization: `Bearer ${tokens[caller]}` }
    return fetch(`http://127.0.0.1:${port}${path}`, { method, headers })
  }

  beforeAll(async () => {
    const { issuer, audience, keys } = idp
    server = await start({ issuer, audience, keys })
    if (!server.listening) await once(server, 'listening')
    for (const stop of TOUR) answers.set(stop, await ask(stop))
  })
  afterAll(() => void server.close())

  describe('the tour', () => {
    test.each(TOUR)('$title', async (stop) => {
      const answer = answers.get(stop) as Response
      expect({ status: answer.status, ...(await read(answer)) }).toEqual(stop.answer)
      const type = stop.answer.detail === undefined ? 'application/json; charset=utf-8' : PROBLEM
      expect(answer.headers.get('content-type')).toBe(type)
      expect(answer.headers.has('www-authenticate')).toBe([401, 403].includes(answer.status))
    })
  })
}

const PROBLEM = 'application/problem+json'

async function read(answer: Response): Promise<Pick<Stop['answer'], 'body' | 'detail'>> {
  const body = (await answer.json()) as { detail?: string }
  return answer.headers.get('content-type') === PROBLEM ? { detail: String(body.detail) } : { body }
}
