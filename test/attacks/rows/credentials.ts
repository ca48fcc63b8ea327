import { forgeToken } from '@meishi/core/testing'
import { type Answer, type Attack, bearer, passed, refused, requests } from '../attack.js'
import { mint } from '../keys.js'

const headers =
  (...lines: (() => string)[]) =>
  () => ({ headers: lines.map((line) => line()) })
const authorization = (write: (token: string) => string) => headers(() => `Authorization: ${write(mint())}`)
const good = (): string => bearer(mint())
const bad = (): string => bearer(forgeToken(mint()))
const at =
  (target: string, ...lines: (() => string)[]) =>
  () => ({ target, headers: lines.map((line) => line()) })
const cookie = (): string => `Cookie: session=${mint()}`

/** Answers to other credentials than `Authorization` are nobody else's. */
const passedPrivately: Answer = { ...passed(), headers: { 'Cache-Control': 'private' } }
const anonymous: Answer = { ...passed(), decision: 'anonymous' }
const crossSite: Answer = { status: 403, decision: 'csrf_refused', headers: { 'Cache-Control': 'no-store' } }

const missing = refused('token_missing')
const malformed = refused('request_malformed')

export const CREDENTIALS: readonly Attack[] = requests([
  ['two Authorization lines, bad and good', malformed, headers(bad, good)],
  ['two Authorization lines, good and bad', malformed, headers(good, bad)],
  [
    'two Authorization lines of other schemes',
    malformed,
    headers(good, () => 'Authorization: Basic YWxpY2U6c2VjcmV0'),
  ],
  ['a second Authorization line that is empty', malformed, headers(good, () => 'authorization:')],
  ['two tokens behind a comma', malformed, authorization((token) => `Bearer ${token},${token}`)],
  ['two tokens behind a space', malformed, authorization((token) => `Bearer ${token} ${token}`)],
  [
    'two credentials in one line',
    malformed,
    authorization((token) => `Bearer ${token}, Basic YWxpY2U6c2VjcmV0`),
  ],
  ['the scheme twice', malformed, authorization((token) => `Bearer Bearer ${token}`)],
  ['the scheme alone', malformed, headers(() => 'Authorization: Bearer')],
  ['the scheme and spaces', malformed, headers(() => 'Authorization: Bearer    ')],
  ['the scheme alone where a token is optional', malformed, at('/optional', () => 'Authorization: Bearer')],
  ['text behind the token', malformed, authorization((token) => `Bearer ${token} realm=x`)],
  ['a tab behind the scheme', malformed, authorization((token) => `Bearer\t${token}`)],
  ['a tab behind the scheme and a space', malformed, authorization((token) => `Bearer \t\t${token} \tx`)],
  ['a comma behind the scheme', malformed, authorization((token) => `Bearer,${token}`)],
  ['a colon behind the scheme', malformed, authorization((token) => `Bearer: ${token}`)],
  ['a no-break space behind the scheme', malformed, authorization((token) => `Bearer\xa0${token}`)],
  ['nothing between scheme and token', missing, authorization((token) => `Bearer${token}`)],
  ['the token as a parameter', refused('token_malformed'), authorization((token) => `Bearer token=${token}`)],
  ['the token in quotes', refused('token_malformed'), authorization((token) => `Bearer "${token}"`)],
  ['the token without a scheme', missing, authorization((token) => token)],
  ['the scheme of DPoP', missing, authorization((token) => `DPoP ${token}`)],
  ['the scheme of basic authentication', missing, authorization((token) => `Basic ${token}`)],
  ['a scheme that begins like the right one', missing, authorization((token) => `BearerX ${token}`)],
  ['a scheme with letters that look alike', missing, authorization((token) => `B\xd0\xb5arer ${token}`)],
  ['an empty Authorization', missing, headers(() => 'Authorization:')],
  ['the token in Proxy-Authorization', missing, headers(() => `Proxy-Authorization: Bearer ${mint()}`)],
  ['the token in a header that servers fold', missing, headers(() => `Authorization_: Bearer ${mint()}`)],
  ['the token in a query that nobody reads', missing, () => ({ target: `/?access_token=${mint()}` })],
  ['the token in a cookie that nobody reads', missing, headers(cookie)],
  [
    'the token in a body that nobody reads',
    missing,
    () => ({ method: 'POST', body: `access_token=${mint()}` }),
  ],
  ['a bad token where one is optional', refused('signature_invalid'), at('/optional', bad)],
  ['no token where one is optional is anonymous', anonymous, at('/optional')],
  [
    'tokens in header and query',
    malformed,
    () => ({ target: `/sources?access_token=${mint()}`, headers: [good()] }),
  ],
  ['tokens in header and cookie', malformed, at('/sources', good, cookie)],
  [
    'tokens in cookie and query',
    malformed,
    () => ({ target: `/sources?access_token=${mint()}`, headers: [cookie()] }),
  ],
  ['a bad token in the header and a good one in the cookie', malformed, at('/sources', bad, cookie)],
  [
    'two tokens in the query',
    malformed,
    () => ({ target: `/sources?access_token=${mint()}&access_token=${mint()}` }),
  ],
  [
    'two tokens in the query, one in escapes',
    malformed,
    () => ({ target: `/sources?access_token=${mint()}&access%5ftoken=${mint()}` }),
  ],
  ['two tokens in one cookie line', malformed, at('/sources', () => `${cookie()}; session=${mint()}`)],
  ['two tokens in two cookie lines', malformed, at('/sources', cookie, cookie)],
  [
    'a token in the query behind one with a broken escape',
    malformed,
    () => ({ target: `/sources?access_token=%zz&access_token=${mint()}` }),
  ],
  [
    'a token in the query before one with a broken escape',
    malformed,
    () => ({ target: `/sources?access_token=${mint()}&access_token=%zz` }),
  ],
  [
    'a token in the query with a broken escape, where one is optional',
    malformed,
    () => ({ target: `/optional-sources?access_token=${mint()}%zz` }),
  ],
  ['a token in a query list', missing, () => ({ target: `/sources?access_token[]=${mint()}` })],
  ['a token in a cookie of other case', missing, at('/sources', () => `Cookie: Session=${mint()}`)],
  [
    'a token in a quoted cookie',
    refused('token_malformed'),
    at('/sources', () => `Cookie: session="${mint()}"`),
  ],
  [
    'a cookie posted from another site',
    crossSite,
    () => ({ method: 'POST', target: '/sources', headers: [cookie(), 'Origin: https://evil.test'] }),
  ],
  [
    'a cookie posted from nowhere',
    crossSite,
    () => ({ method: 'POST', target: '/sources', headers: [cookie()] }),
  ],
  [
    'a cookie posted from a site that says it is the same',
    crossSite,
    () => ({ method: 'POST', target: '/sources', headers: [cookie(), 'Sec-Fetch-Site: same-site'] }),
  ],
  [
    'a cookie deleted with from another site',
    crossSite,
    () => ({ method: 'DELETE', target: '/sources', headers: [cookie(), 'Sec-Fetch-Site: cross-site'] }),
  ],
  [
    'a cookie on an upgrade from another site',
    crossSite,
    at(
      '/sources',
      cookie,
      () => 'Origin: https://evil.test',
      () => 'Upgrade: websocket',
    ),
  ],
  [
    'a preflight without a token',
    missing,
    () => ({
      method: 'OPTIONS',
      headers: ['Origin: https://evil.test', 'Access-Control-Request-Method: PUT'],
    }),
  ],
  ['a token in a cookie passes', passedPrivately, at('/sources', cookie)],
  ['the scheme in capitals and more spaces pass', passed(), authorization((token) => `BEARER   ${token}`)],
])
