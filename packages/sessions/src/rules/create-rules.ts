import { AuthError } from '@meishi/core'
import { SessionError } from '../session-error.js'
import type { SessionClaims } from '../tokens/check-tokens.js'
import type { TokenAnswer } from '../tokens/issue-pair.js'
import { type Ending, endGroup, endSession } from './end-session.js'
import { createRefresh, type RefreshRequest } from './refresh-session.js'
import type { SessionParts } from './session-parts.js'

/** The token of a session that shall end. Either of a pair will do. */
export type EndRequest = ({ readonly accessToken: string } | { readonly refreshToken: string }) & {
  readonly remoteAddress?: string
}

/** What can be done with a session that is open. */
export interface SessionRules {
  refresh(request: RefreshRequest): Promise<TokenAnswer>
  /** Ends the session, and every other one of its group. */
  logout(request: EndRequest): Promise<void>
  /** Ends the session alone. */
  revoke(request: EndRequest): Promise<void>
}

export function createRules(parts: SessionParts): SessionRules {
  const endingOf = async (request: EndRequest, event: 'logout' | 'revoke'): Promise<Ending> => {
    const { sid, sub, gid } = await prove(parts, request)
    const { remoteAddress } = request
    return {
      event,
      sid,
      subject: sub,
      ...(typeof gid === 'string' && { group: gid }),
      ...(remoteAddress && { remoteAddress }),
    }
  }
  return {
    refresh: createRefresh(parts),
    async logout(request) {
      const ending = await endingOf(request, 'logout')
      const { group } = ending
      await (group === undefined ? endSession(parts, ending) : endGroup(parts, { ...ending, group }))
    },
    async revoke(request) {
      await endSession(parts, await endingOf(request, 'revoke'))
    },
  }
}

async function prove({ checks }: SessionParts, request: EndRequest): Promise<SessionClaims> {
  if ('accessToken' in request) return checks.access(request.accessToken)
  try {
    return await checks.refresh(request.refreshToken)
  } catch (error) {
    throw error instanceof AuthError ? new SessionError('grant_refused') : error
  }
}
