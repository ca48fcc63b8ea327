import type { FetchContext, FetchHandler } from '@meishi/core'
import { SessionError } from '../session-error.js'
import type { SessionSettings } from '../settings.js'
import { answerRefusal } from './answers.js'
import { MAX_BODY_BYTES } from './read-json.js'

/** What one endpoint does. A refusal is thrown. */
export type Endpoint = (request: Request, remoteAddress: string | undefined) => Promise<Response>

/** Serves the four endpoints, for POST alone. */
export function createHandler(
  { endpoints }: SessionSettings,
  acts: Readonly<Record<keyof SessionSettings['endpoints'], Endpoint>>,
): FetchHandler {
  const byPath = new Map<string, Endpoint>([
    [endpoints.login, acts.login],
    [endpoints.refresh, acts.refresh],
    [endpoints.logout, acts.logout],
    [endpoints.revoke, acts.revoke],
  ])
  const handle = async (request: Request, { remoteAddress }: FetchContext = {}): Promise<Response> => {
    const act = byPath.get(new URL(request.url).pathname)
    if (act === undefined) return new Response(null, { status: 404 })
    if (request.method !== 'POST') return refuseMethod()
    try {
      return await act(request, remoteAddress)
    } catch (error) {
      return answerRefusal(error)
    }
  }
  const paths = Object.freeze([...byPath.keys()])
  return Object.freeze(Object.assign(handle, { paths, maxBodyBytes: MAX_BODY_BYTES }))
}

function refuseMethod(): Response {
  const answer = answerRefusal(new SessionError('method_refused'))
  answer.headers.set('allow', 'POST')
  return answer
}
