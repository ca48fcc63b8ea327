import { type Attack, bearer, passed } from '../attack.js'
import { mint } from '../keys.js'

/** The upstream must read the mapped header once, and no other of its name. */
function proxied(name: string, sub: string, upstream: string, ...headers: string[]): Attack {
  const { status, decision } = passed()
  const reads = (body: string): string[] => mappedLines((JSON.parse(body) as Upstream).rawHeaders)
  return {
    name,
    request: () => ({ target: '/proxied/feed', headers: [bearer(mint({ sub })), ...headers] }),
    answers: [{ status, decision, headers: {}, reads: [reads, [`x-user: ${upstream}`]] }],
  }
}

interface Upstream {
  readonly rawHeaders: readonly string[]
}

function mappedLines(rawHeaders: readonly string[]): string[] {
  const lines = rawHeaders.map((name, at) =>
    at % 2 === 0 ? `${name.toLowerCase()}: ${rawHeaders[at + 1]}` : '',
  )
  return lines.filter((line) => /^x.(user|roles)/.test(line))
}

export const UPSTREAM: readonly Attack[] = [
  proxied(
    'a claim that would split the request to the upstream',
    'a\r\nX-Roles: admin\r\n\r\nGET /admin HTTP/1.1',
    'a%0D%0AX-Roles:%20admin%0D%0A%0D%0AGET%20/admin%20HTTP/1.1',
  ),
  proxied('Connection naming a mapped header', 'alice', 'alice', 'Connection: X-User'),
  proxied(
    'Connection naming a mapped header, otherwise spelled',
    'alice',
    'alice',
    'Connection: x_user, close',
  ),
  proxied(
    'a header of the client on its way to the upstream',
    'alice',
    'alice',
    'X-User: admin',
    'X_USER: admin',
    'x.user: admin',
  ),
]
