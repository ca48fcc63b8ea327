import { bearer, mint } from '../issuer.js'
import { crossSite, missing, type RefusalCase, unreadable } from './refusal-case.js'

const COOKIE = (): { token: { cookie: string } } => ({ token: { cookie: 'session' } })
const cookie = (): string => `Cookie: session=${mint()}`
const viaCookie = (): { headers: string[] } => ({ headers: [cookie()] })

const post = (...headers: string[]) => ({ method: 'POST', headers: [cookie(), ...headers] })

/** Refused for what the request is, whatever token it has. */
export const REFUSED_REQUESTS: readonly RefusalCase[] = [
  { code: 'token_missing', when: 'there is no Authorization', request: () => ({}), ...missing },
  {
    code: 'token_missing',
    when: 'Authorization is empty',
    request: () => ({ headers: ['Authorization:'] }),
    ...missing,
  },
  {
    code: 'token_missing',
    when: 'the scheme is another',
    request: () => ({ headers: ['Authorization: Basic YWxpY2U6c2VjcmV0LXBhc3N3b3Jk'] }),
    ...missing,
  },
  {
    code: 'token_missing',
    when: 'the token stands where nobody looks',
    request: () => ({ headers: [`X-Token: ${mint()}`], target: `/target?access_token=${mint()}` }),
    ...missing,
  },
  {
    code: 'token_missing',
    when: 'a guard has no caller to judge',
    request: () => ({ target: '/allowed' }),
    ...missing,
  },
  {
    code: 'token_missing',
    when: 'a typed handler has no caller',
    request: () => ({ target: '/typed' }),
    ...missing,
  },
  {
    code: 'request_malformed',
    when: 'the scheme stands alone',
    request: () => ({ headers: ['Authorization: Bearer'] }),
    ...unreadable,
  },
  {
    code: 'request_malformed',
    when: 'the scheme stands alone and a token is optional',
    options: () => ({ optional: true }),
    request: () => ({ headers: ['Authorization: Bearer'] }),
    ...unreadable,
  },
  {
    code: 'request_malformed',
    when: 'text follows the token',
    request: () => ({ headers: [`${bearer(mint())} and more`] }),
    ...unreadable,
  },
  {
    code: 'request_malformed',
    when: 'a comma follows the token',
    request: () => ({ headers: [`${bearer(mint())},`] }),
    ...unreadable,
  },
  {
    code: 'request_malformed',
    when: 'there are two Authorization lines',
    request: () => ({ headers: [bearer(mint()), bearer(mint())] }),
    ...unreadable,
  },
  {
    code: 'request_malformed',
    when: 'a second, empty Authorization line follows',
    request: () => ({ headers: [bearer(mint()), 'authorization:'] }),
    ...unreadable,
  },
  {
    code: 'request_malformed',
    when: 'two sources hold a token',
    options: () => ({ token: [{ header: 'authorization', scheme: 'Bearer' }, { query: 'access_token' }] }),
    request: () => ({ headers: [bearer(mint())], target: `/target?access_token=${mint()}` }),
    ...unreadable,
  },
  {
    code: 'request_malformed',
    when: 'a trailer is announced under a mapped name',
    options: () => ({ claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] }),
    request: () => ({ headers: [bearer(mint()), 'Trailer: expires, x_user'] }),
    ...unreadable,
  },
  ...(
    [
      ['says nothing of where it comes from', () => post()],
      ['comes from another site', () => post('Sec-Fetch-Site: cross-site', 'Origin: https://app.test')],
      ['comes from a neighbour of the site', () => post('Sec-Fetch-Site: same-site')],
      ['was typed in by the user', () => post('Sec-Fetch-Site: none')],
      ['comes from an origin nobody named', () => post('Origin: https://app.test.evil.test')],
      ['comes from an opaque origin', () => post('Origin: null')],
      [
        'opens a WebSocket',
        () => ({ headers: [cookie(), 'Upgrade: websocket', 'Origin: https://evil.test'] }),
      ],
    ] as const
  ).map(([when, request]) => ({
    code: 'csrf_refused' as const,
    when: `a request with a cookie ${when}`,
    options: () => ({ ...COOKIE(), csrf: { origins: ['https://app.test'] } }),
    request,
    alive: viaCookie,
    ...crossSite,
  })),
]
