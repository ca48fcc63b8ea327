import { randomBytes } from 'node:crypto'
import type { Seconds } from '@meishi/core'
import { SessionError } from '../session-error.js'
import type { CreateSessionsOptions } from '../sessions-options.js'
import type { TokenAnswer } from '../tokens/issue-pair.js'
import { answer } from './answers.js'
import { createHostCookie } from './host-cookie.js'
import { MAX_BODY_BYTES, readJson, textMember } from './read-json.js'

/** A refresh token as it came. */
interface CarriedToken {
  readonly refreshToken: string
  /** What tells this client from others. */
  readonly binding: string
}

/** How refresh tokens travel: in bodies, or in a cookie that no script sees. */
export interface RefreshCarrier {
  /** The token of a request to /refresh. @throws SessionError */
  read(request: Request): Promise<CarriedToken>
  /** The token of a request that may have none. @throws SessionError */
  find(request: Request): Promise<string | undefined>
  /** Hands a pair over to the client that `carried` the one before, or to a new one. */
  answer(tokens: TokenAnswer, carried?: CarriedToken, cookies?: readonly string[]): Response
  /** What takes it away from a browser. */
  readonly clear: readonly string[]
}

const byUserAgent = (request: Request): string => request.headers.get('user-agent') ?? ''

/** Tokens in the body, as InterSystems IRIS has them. */
export function carryInBody(bindingOf: CreateSessionsOptions['clientBinding'] = byUserAgent): RefreshCarrier {
  return {
    async read(request) {
      const body = await readJson(request)
      const refreshToken = body && textMember(body, 'refresh_token', MAX_BODY_BYTES)
      if (refreshToken === undefined) throw new SessionError('request_malformed')
      if (textMember(body ?? {}, 'grant_type', 64) !== 'refresh_token')
        throw new SessionError('grant_type_unsupported')
      return { refreshToken, binding: bindingOf(request) }
    },
    async find(request) {
      const body = await readJson(request)
      return body && textMember(body, 'refresh_token', MAX_BODY_BYTES)
    },
    answer: (tokens, _carried, cookies) => answer(tokens, cookies),
    clear: [],
  }
}

/** The refresh token in a cookie, behind a key that stays the same while tokens follow each other. */
export function carryInCookie(
  options: NonNullable<CreateSessionsOptions['cookie']>,
  lifetime: Seconds,
): RefreshCarrier {
  const cookie = createHostCookie({ name: 'meishi-refresh', ...options })
  const read = (request: Request): CarriedToken | undefined => {
    const value = cookie.read(request)
    const [, binding, refreshToken] = /^([\w-]{22})\.(.+)$/.exec(value ?? '') ?? []
    return binding === undefined || refreshToken === undefined ? undefined : { binding, refreshToken }
  }
  return {
    async read(request) {
      const carried = read(request)
      if (carried === undefined) throw new SessionError('token_missing')
      return carried
    },
    find: async (request) => read(request)?.refreshToken,
    answer({ refresh_token, ...shown }, carried, cookies = []) {
      const binding = carried?.binding ?? randomBytes(16).toString('base64url')
      return answer(shown, [cookie.write(`${binding}.${refresh_token}`, lifetime), ...cookies])
    },
    clear: [cookie.clear],
  }
}
