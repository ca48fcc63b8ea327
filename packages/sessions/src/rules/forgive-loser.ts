import type { Seconds } from '@meishi/core'
import type { Predecessor, StoredSession } from '../store/session-store.js'
import type { TokenAnswer } from '../tokens/issue-pair.js'
import { openAnswer } from '../tokens/seal-answer.js'
import { LOST, type Lost, type PresentedToken } from './refresh-words.js'
import type { SessionParts } from './session-parts.js'
import { told } from './told.js'

/** How often the holder of one spent token is forgiven. */
const MOST_USES = 3
/** Who comes so soon after another loser is part of the same use: tabs that wake up together race together, however many. */
const BURST: Seconds = 1

/**
 * Gives the loser of a race what the winner got. Only the holder of the token that the current one replaced is a loser,
 * and only while the current one is unspent; else there is no such predecessor any more.
 *
 * @returns `undefined` where there is nothing to forgive: the token was stolen, or is presented by a thief's victim
 */
export async function forgiveLoser(
  parts: SessionParts,
  session: StoredSession,
  presented: PresentedToken,
): Promise<TokenAnswer | Lost | undefined> {
  const { previous } = session
  if (previous === undefined || !isLoser(previous, presented)) return undefined
  const sinceLast = presented.at - previous.lastUse
  const isNewUse = sinceLast > BURST
  if (isNewUse && previous.uses >= MOST_USES) return undefined
  const answer = openAnswer(previous.sealed, presented.token, session.id)
  if (answer === undefined) return undefined
  // Half a burst later the burst is extended; in between losers need no write, so that they do not race once more.
  if (isNewUse || sinceLast > BURST / 2) {
    const used: Predecessor = {
      ...previous,
      uses: previous.uses + (isNewUse ? 1 : 0),
      lastUse: presented.at,
    }
    const next = { ...session, version: session.version + 1, previous: used }
    if (!(await parts.store.rotate(next, session.version))) return LOST
  }
  if (isNewUse) {
    const { remoteAddress } = presented
    parts.report({ event: 'refresh.raced', ...told(session), ...(remoteAddress && { remoteAddress }) })
  }
  return JSON.parse(answer) as TokenAnswer
}

function isLoser(previous: Predecessor, { hash, binding, at }: PresentedToken): boolean {
  return previous.refreshHash === hash && previous.binding === binding && at <= previous.until
}
