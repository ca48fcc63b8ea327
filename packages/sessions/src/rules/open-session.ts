import { randomBytes } from 'node:crypto'
import { ConfigurationError, type NumericDate, type UnixMilliseconds } from '@meishi/core'
import type { Authenticated } from '../sessions-options.js'
import type { SessionSettings } from '../settings.js'
import { issuePair, type TokenAnswer } from '../tokens/issue-pair.js'
import { makeRoom } from './make-room.js'
import type { SessionParts } from './session-parts.js'
import { told } from './told.js'

/** A clock of another process, and its tolerance: for so long nobody forgets a session whose tokens have expired. */
const STORE_SKEW = 60

const OURS = ['sid', 'app', 'gid']

/** A session that was just opened. */
export interface OpenedSession {
  readonly answer: TokenAnswer
  readonly id: string
  readonly group: string | undefined
}

/** Names that nobody guesses. */
export const newId = (): string => randomBytes(18).toString('base64url')

/** Opens a session for somebody who has proven who he is. */
export async function openSession(
  parts: SessionParts,
  who: Authenticated,
  group: string | undefined,
  remoteAddress: string | undefined,
): Promise<OpenedSession> {
  checkAuthenticated(who)
  const { settings, store, report } = parts
  const now = settings.clock()
  const owner = {
    id: newId(),
    subject: who.sub,
    ...(group === undefined ? {} : { group }),
    audience: [who.audience ?? []].flat(),
    claims: who.claims ?? {},
    endsAt: now + settings.sessionLifetime,
  }
  const { answer, refreshHash, accessId } = await issuePair(owner, settings, now)
  await makeRoom(parts, who.sub)
  await store.open({
    ...owner,
    claims: structuredClone(owner.claims), // the application may go on with its own
    version: 1,
    app: settings.app,
    createdAt: now,
    usedAt: now,
    expiresAt: forgottenAt(owner.endsAt, settings, now),
    refreshHash,
    accessId,
  })
  report({ event: 'login', ...told({ ...owner, group }), ...(remoteAddress && { remoteAddress }) })
  return { answer, id: owner.id, group }
}

/** When nothing of a session that was used now is good any more. */
export function forgottenAt(
  endsAt: NumericDate,
  { refreshLifetime }: SessionSettings,
  now: NumericDate,
): UnixMilliseconds {
  return Math.ceil((Math.min(endsAt, now + refreshLifetime) + STORE_SKEW) * 1000)
}

function checkAuthenticated({ sub, claims = {}, audience = [] }: Authenticated): void {
  if (typeof sub !== 'string' || sub === '')
    throw new ConfigurationError('authenticate().sub', 'expected a string that is not empty')
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw new ConfigurationError('authenticate().claims', 'expected an object')
  const taken = OURS.find((name) => Object.hasOwn(claims, name))
  if (taken !== undefined)
    throw new ConfigurationError(`authenticate().claims.${taken}`, 'is a claim that sessions write')
  if ([audience].flat().some((one) => typeof one !== 'string' || one === ''))
    throw new ConfigurationError('authenticate().audience', 'expected a string that is not empty, or a list')
}
