import type { ChooseGroup, LoginRequest } from '../login/create-login.js'
import { newId, type OpenedSession, openSession } from '../rules/open-session.js'
import type { SessionParts } from '../rules/session-parts.js'
import { SessionError } from '../session-error.js'
import type { SingleSignOn } from '../sessions-options.js'
import type { Endpoint } from './create-handler.js'
import { createGroupCookie, type GroupCookie, type GroupMember } from './group-cookie.js'
import { readCredentials } from './read-credentials.js'
import type { RefreshCarrier } from './refresh-carrier.js'

/** Opens a session for somebody who brings a password. */
export type Login = (request: LoginRequest, chooseGroup: ChooseGroup) => Promise<OpenedSession>

/** `POST /login` where every application has its own sessions. */
export function loginEndpoint(login: Login, carrier: RefreshCarrier): Endpoint {
  return async (request, remoteAddress) => {
    const credentials = await readCredentials(request)
    if (credentials === undefined) throw new SessionError('credentials_missing')
    const opened = await login({ ...credentials, ...(remoteAddress && { remoteAddress }) }, noGroup)
    return carrier.answer(opened.answer)
  }
}

export const noGroup: ChooseGroup = async () => undefined

/** `POST /login` where one login opens all applications of a group. */
export function signOnEndpoint(
  parts: SessionParts,
  login: Login,
  carrier: RefreshCarrier,
  signOn: SingleSignOn,
  cookie: GroupCookie = createGroupCookie(parts, signOn),
): Endpoint {
  const resume = async (member: GroupMember, remoteAddress: string | undefined): Promise<OpenedSession> => {
    const address = remoteAddress === undefined ? {} : { remoteAddress }
    const who = await signOn.resume(member.subject, { app: parts.settings.app, ...address })
    if (who?.sub !== member.subject) throw new SessionError('credentials_refused')
    return openSession(parts, who, member.group, remoteAddress)
  }
  return async (request, remoteAddress) => {
    const credentials = await readCredentials(request)
    if (credentials === undefined) {
      const member = await cookie.read(request)
      if (member === undefined) throw new SessionError('credentials_missing')
      return carrier.answer((await resume(member, remoteAddress)).answer)
    }
    const member = await cookie.read(request).catch(orNobody)
    const groupOf: ChooseGroup = async (subject) => (member?.subject === subject ? member.group : newId())
    const { answer, group } = await login(
      { ...credentials, ...(remoteAddress && { remoteAddress }) },
      groupOf,
    )
    const isNew = group !== undefined && group !== member?.group
    return carrier.answer(
      answer,
      undefined,
      isNew ? [await cookie.write({ subject: answer.sub, group })] : [],
    )
  }
}

/** Who has a password needs no cookie. */
function orNobody(error: unknown): undefined {
  if (!(error instanceof SessionError)) throw error
}
