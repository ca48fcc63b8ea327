import { AuthError, UnavailableError } from '@meishi/core'
import { SessionError } from '../session-error.js'
import type { StoredSession } from '../store/session-store.js'
import type { SessionClaims } from '../tokens/check-tokens.js'
import { hashToken } from '../tokens/hash-token.js'
import { issuePair, type TokenAnswer } from '../tokens/issue-pair.js'
import { sealAnswer } from '../tokens/seal-answer.js'
import { endSession, revokeAccess } from './end-session.js'
import { forgiveLoser } from './forgive-loser.js'
import { forgottenAt } from './open-session.js'
import { LOST, type Lost, type PresentedToken } from './refresh-words.js'
import type { SessionParts } from './session-parts.js'
import { told } from './told.js'
import { WhileBusy } from './while-busy.js'

/** A refresh token, and who brings it. */
export interface RefreshRequest {
  readonly refreshToken: string
  /** The same text for the same client: who loses a race is given the successor only with the winner's. @default '' */
  readonly binding?: string
  readonly remoteAddress?: string
}

/** Each time somebody else has changed the session. */
const MOST_ATTEMPTS = 32

/** Binds the rules of a refresh. */
export function createRefresh(parts: SessionParts): (request: RefreshRequest) => Promise<TokenAnswer> {
  const busy = new WhileBusy()
  return async ({ refreshToken, binding = '', remoteAddress }) => {
    const { sid } = await prove(parts, refreshToken)
    const presented: PresentedToken = {
      token: refreshToken,
      hash: hashToken(refreshToken),
      binding: hashToken(binding),
      at: parts.settings.clock(),
      ...(remoteAddress && { remoteAddress }),
    }
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const answer = await tryOnce(parts, busy, sid, presented)
      if (answer !== LOST) return answer
    }
    throw new UnavailableError('sessions', {
      cause: new Error('the session never stood still'),
      retryAfter: 1,
    })
  }
}

async function tryOnce(
  parts: SessionParts,
  busy: WhileBusy,
  sid: string,
  presented: PresentedToken,
): Promise<TokenAnswer | Lost> {
  const session = await parts.store.get(sid)
  if (session === undefined) throw new SessionError('grant_refused')
  if (session.refreshHash === presented.hash) {
    // One process signs one successor: who finds it at work waits, and looks again.
    const other = busy.other(presented.hash)
    if (other === undefined) return busy.run(presented.hash, () => rotate(parts, session, presented))
    await other
    return LOST
  }
  const answer = await forgiveLoser(parts, session, presented)
  if (answer !== undefined) return answer
  const { remoteAddress } = presented
  const address = remoteAddress === undefined ? {} : { remoteAddress }
  await endSession(parts, { event: 'refresh.reused', ...told(session), ...address })
  throw new SessionError('grant_refused')
}

async function prove({ checks }: SessionParts, token: string): Promise<SessionClaims> {
  try {
    return await checks.refresh(token)
  } catch (error) {
    throw error instanceof AuthError ? new SessionError('grant_refused') : error
  }
}

/**
 * The old access token is dead before the new pair exists, so that no crash leaves two. If this process dies in between,
 * the refresh token is still good.
 */
async function rotate(
  parts: SessionParts,
  session: StoredSession,
  { token, hash, binding, at, remoteAddress }: PresentedToken,
): Promise<TokenAnswer | Lost> {
  const { settings, store, report } = parts
  const now = settings.clock()
  if (now >= session.endsAt) throw new SessionError('grant_refused')
  await revokeAccess(parts, session.accessId)
  const { answer, refreshHash, accessId } = await issuePair(session, settings, now)
  const { previous: _, ...kept } = session
  const next: StoredSession = {
    ...kept,
    version: session.version + 1,
    usedAt: now,
    expiresAt: forgottenAt(session.endsAt, settings, now),
    refreshHash,
    accessId,
    ...(settings.refreshGrace > 0 && {
      previous: {
        refreshHash: hash,
        sealed: sealAnswer(JSON.stringify(answer), token, session.id),
        binding,
        until: Math.max(now, at) + settings.refreshGrace,
        uses: 0,
        lastUse: 0,
      },
    }),
  }
  if (!(await store.rotate(next, session.version))) return LOST
  report({ event: 'refresh', ...told(session), ...(remoteAddress && { remoteAddress }) })
  return answer
}
