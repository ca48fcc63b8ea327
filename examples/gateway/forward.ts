import { type ParsedUrlQueryInput, stringify } from 'node:querystring'
import { Readable } from 'node:stream'
import type { FastifyReplyFromHooks } from '@fastify/reply-from'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Hands requests on to a path of the upstream that is made of the account of the caller. */
export const forwardTo =
  (pathOf: (account: string) => string) =>
  (request: FastifyRequest, reply: FastifyReply): unknown => {
    const { account } = request.params as { account?: string }
    if (account === undefined) return reply.callNotFound() // no caller, or a token without the claim
    return reply.from(pathOf(account), {
      ...bodyOf(request),
      // What the upstream says of caches would replace what meishi has said: that the answer is for one caller.
      rewriteHeaders: (headers) => ({ ...headers, 'cache-control': 'no-store' }),
      onError: (reply) => void reply.code(502).send({ error: 'Bad Gateway' }), // the reason would name the upstream
    })
  }

/**
 * What was parsed is written anew: a stream would carry what the client sent, and not what was mapped.
 * Everything else goes through as it comes.
 */
function bodyOf({ method, headers, body }: FastifyRequest): FastifyReplyFromHooks {
  if (method === 'GET' || method === 'HEAD') return { body: null } // these carry no form
  if (body === undefined || body instanceof Readable) return {}
  if (headers['content-type']?.startsWith('application/json'))
    return { body: JSON.stringify(body), contentType: 'application/json' }
  return { body: stringify(body as ParsedUrlQueryInput), contentType: 'application/x-www-form-urlencoded' }
}
