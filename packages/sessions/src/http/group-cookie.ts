import { AuthError } from '@meishi/core'
import type { SessionParts } from '../rules/session-parts.js'
import type { SingleSignOn } from '../sessions-options.js'
import { GROUP_TYPE, groupAudience } from '../tokens/check-tokens.js'
import { createHostCookie } from './host-cookie.js'

/** Who has logged in to the group of this browser. */
export interface GroupMember {
  readonly subject: string
  readonly group: string
}

/** The cookie by which applications of one issuer know a browser. */
export interface GroupCookie {
  /**
   * Whom the browser belongs to; `undefined` where nobody has logged in, or everybody has logged out.
   *
   * @throws SessionError `csrf_refused`; UnavailableError
   */
  read(request: Request): Promise<GroupMember | undefined>
  /** The `Set-Cookie` line of a new group. */
  write(member: GroupMember): Promise<string>
  readonly clear: string
}

export function createGroupCookie(
  { settings, checks }: SessionParts,
  { name = 'meishi-group', origins = [] }: SingleSignOn,
): GroupCookie {
  const { issuer, sessionLifetime } = settings
  const cookie = createHostCookie({ name, origins })
  return {
    async read(request) {
      const token = cookie.read(request)
      if (token === undefined || token === '') return undefined
      try {
        const { sub, gid } = await checks.group(token)
        return { subject: sub, group: gid }
      } catch (error) {
        if (error instanceof AuthError) return undefined
        throw error
      }
    },
    async write({ subject, group }) {
      const { token } = await issuer.issue({
        subject,
        audience: groupAudience(issuer.issuer),
        lifetime: sessionLifetime,
        type: GROUP_TYPE,
        claims: { gid: group },
      })
      return cookie.write(token, sessionLifetime)
    },
    clear: cookie.clear,
  }
}
