import type { Seconds } from '@meishi/core'
import { SessionError } from '../session-error.js'
import type { SessionCookie } from '../sessions-options.js'

/** One cookie of this host. */
export interface HostCookie {
  /**
   * Its value, where the request has it and comes from a page of ours.
   *
   * @throws SessionError `csrf_refused`; `request_malformed` where there are two
   */
  read(request: Request): string | undefined
  /** A `Set-Cookie` line. */
  write(value: string, maxAge: Seconds): string
  /** The `Set-Cookie` line that takes it away. */
  readonly clear: string
}

/** The prefix `__Host-` has browsers see to it that only this host, over TLS, sets it (RFC 6265bis, section 4.1.3.2). */
const PREFIX = '__Host-'
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict'

export function createHostCookie({ name = '', origins = [] }: SessionCookie): HostCookie {
  const full = PREFIX + name
  const known = new Set(origins)
  return {
    read(request) {
      const values = valuesOf(request.headers.get('cookie') ?? '', full)
      if (values.length === 0) return undefined
      if (!isFromOurPage(request, known)) throw new SessionError('csrf_refused')
      if (values.length > 1) throw new SessionError('request_malformed')
      return values[0]
    },
    write: (value, maxAge) => `${full}=${value}; Max-Age=${Math.floor(maxAge)}; ${ATTRIBUTES}`,
    clear: `${full}=; Max-Age=0; ${ATTRIBUTES}`,
  }
}

/** The rule for every cookie credential: the browser says so, or, where it says nothing, the origin is a known one. */
function isFromOurPage({ headers }: Request, origins: ReadonlySet<string>): boolean {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  return site === null ? origin !== null && origins.has(origin) : site === 'same-origin'
}

function valuesOf(line: string, name: string): readonly string[] {
  return line.split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : []
  })
}
