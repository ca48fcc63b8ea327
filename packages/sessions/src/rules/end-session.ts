import { type NumericDate, type RevocationEntry, type Seconds, UnavailableError } from '@meishi/core'
import { waitFor } from '../login/wait-for.js'
import type { SessionEventName } from '../session-event.js'
import type { SessionParts } from './session-parts.js'

/** Timers may come a little before the clock says so. */
const TIMER_SLACK: Seconds = 0.01

/** Whose session ends, and why. */
export interface Ending {
  readonly sid: string
  readonly subject: string
  readonly group?: string
  readonly event: SessionEventName
  readonly remoteAddress?: string
}

/**
 * Ends one session: it can be refreshed no more, and its access tokens are called back. Both are tried, whatever
 * becomes of the other.
 *
 * @throws UnavailableError where one of them failed
 */
export async function endSession(parts: SessionParts, ending: Ending): Promise<void> {
  const { sid } = ending
  const [ended, revoked] = await Promise.allSettled([
    parts.store.end(sid),
    revoke(parts, { sessionId: sid, expiresAt: lastExpiry(parts) }),
  ])
  if (ended.status === 'fulfilled' && ended.value) parts.report(ending)
  for (const result of [ended, revoked]) if (result.status === 'rejected') throw result.reason
}

/** Ends every session of a group, and the single sign-on of it. */
export async function endGroup(
  parts: SessionParts,
  ending: Ending & { readonly group: string },
): Promise<void> {
  const { group } = ending
  const expiresAt = parts.settings.clock() + parts.settings.sessionLifetime
  const [ended, revoked] = await Promise.allSettled([
    parts.store.endGroup(group),
    revoke(parts, { groupId: group, expiresAt }),
  ])
  if (ended.status === 'fulfilled') for (const sid of ended.value) parts.report({ ...ending, sid })
  for (const result of [ended, revoked]) if (result.status === 'rejected') throw result.reason
}

/** Ends every session of a subject, and calls back what was issued to it until now. */
export async function endSubject(parts: SessionParts, subject: string): Promise<readonly string[]> {
  const { clock, sessionLifetime } = parts.settings
  const now = clock()
  await revoke(parts, { subject, issuedBefore: now, expiresAt: now + sessionLifetime })
  const ids = await parts.store.endSubject(subject)
  // A session may have been refreshed in the meantime.
  await Promise.all(ids.map((sessionId) => revoke(parts, { sessionId, expiresAt: lastExpiry(parts) })))
  for (const sid of ids) parts.report({ event: 'end.subject', sid, subject })
  // Tokens know whole seconds: who logs in again must not be taken for somebody who did before.
  const untilNext = Math.ceil(now) - now
  if (untilNext > 0) await waitFor(untilNext + TIMER_SLACK)
  return ids
}

/** Calls back the access token of a pair that is about to be replaced. */
export async function revokeAccess(parts: SessionParts, tokenId: string): Promise<void> {
  const { clock, accessLifetime } = parts.settings
  await revoke(parts, { tokenId, expiresAt: clock() + accessLifetime })
}

type WithoutIssuer<Entry> = Entry extends unknown ? Omit<Entry, 'issuer'> : never

async function revoke(
  { revoke, settings }: SessionParts,
  entry: WithoutIssuer<RevocationEntry>,
): Promise<void> {
  try {
    await revoke({ issuer: settings.issuer.issuer, ...entry } as RevocationEntry)
  } catch (error) {
    throw error instanceof UnavailableError ? error : new UnavailableError('revocation', { cause: error })
  }
}

/** When the last token of a session has expired that exists now. */
function lastExpiry({ settings: { clock, refreshLifetime } }: SessionParts): NumericDate {
  return clock() + refreshLifetime
}
