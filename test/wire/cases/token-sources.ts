import type { AuthOptions } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { mint } from '../issuer.js'
import type { CaseRequest } from './refusal-case.js'
import { form, lines, query, rows, type SourceCase, type Success } from './source-case.js'

const with2 =
  (one: string, change: (token: string) => string, other: string) =>
  (token: string): CaseRequest => ({ headers: [one + token, other + change(token)] })
const same = (token: string): string => token

const BEARER: Partial<AuthOptions> = {}
const SCHEME: Partial<AuthOptions> = { token: { header: 'Authorization', scheme: 'JWT' } }
const HEADER: Partial<AuthOptions> = { token: { header: 'X-Token' } }
const QUERY: Partial<AuthOptions> = { token: { query: 'access_token' } }
const COOKIE: Partial<AuthOptions> = { token: { cookie: 'session' } }
const FORM: Partial<AuthOptions> = { token: { form: 'access_token' } }
const LIST: Partial<AuthOptions> = {
  token: [{ header: 'authorization', scheme: 'Bearer' }, { cookie: 'session' }],
}

export const SOURCE_CASES: readonly SourceCase[] = [
  ...rows(BEARER, {}, [
    ['the scheme as it is written in the RFC', lines('Authorization: Bearer TOKEN')],
    ['the scheme in lower case', lines('authorization: bearer TOKEN')],
    ['the scheme in upper case', lines('AUTHORIZATION: BEARER TOKEN')],
    ['several spaces behind the scheme', lines('Authorization: bEaReR    TOKEN')],
    ['white space around the value', lines('Authorization:   Bearer TOKEN  ')],
    ['no space behind the scheme', lines('Authorization: BearerTOKEN'), 401],
    ['no scheme', lines('Authorization: TOKEN'), 401],
    ['quotes around the token', lines('Authorization: Bearer "TOKEN"'), 401],
    ['the token in Proxy-Authorization', lines('Proxy-Authorization: Bearer TOKEN'), 401],
  ]),
  ...rows(SCHEME, {}, [
    ['another scheme, configured', lines('Authorization: jwt TOKEN')],
    ['Bearer, where another scheme is configured', lines('Authorization: Bearer TOKEN'), 401],
  ]),
  ...rows(HEADER, { cacheControl: 'private', vary: 'x-token' }, [
    ['a bare header', lines('X-Token: TOKEN')],
    ['a bare header in lower case', lines('x-token: TOKEN')],
    ['a bare header with a scheme', lines('X-Token: Bearer TOKEN'), 400],
    ['a bare header twice', lines('X-Token: TOKEN', 'X-Token: TOKEN'), 400],
    ['a bare header, empty', lines('X-Token:'), 401],
    ['a bare header in another spelling', lines('X_Token: TOKEN'), 401],
  ]),
  ...rows(QUERY, { cacheControl: 'private' }, [
    ['a query parameter', query('access_token=TOKEN')],
    ['a query parameter among others', query('a=1&access_token=TOKEN&b=2')],
    ['a query parameter with an encoded name', query('access%5Ftoken=TOKEN')],
    ['a query parameter in another case', query('Access_Token=TOKEN'), 401],
    ['a query parameter with brackets', query('access_token[]=TOKEN'), 401],
    ['a query parameter, empty', query('access_token='), 401],
    ['a query parameter twice', query('access_token=TOKEN&access_token=TOKEN'), 400],
    ['a query parameter twice, once empty', query('access_token=&access_token=TOKEN'), 400],
  ]),
  ...rows(COOKIE, { cacheControl: 'private', vary: 'cookie' }, [
    ['a cookie', lines('Cookie: session=TOKEN')],
    ['a cookie among others', lines('Cookie: a=1; session=TOKEN; b=2')],
    ['a cookie on the second of two lines', lines('Cookie: a=1', 'Cookie: session=TOKEN')],
    ['a cookie whose name is in another case', lines('Cookie: Session=TOKEN'), 401],
    ['a cookie whose name only ends alike', lines('Cookie: my_session=TOKEN'), 401],
    ['a cookie, empty', lines('Cookie: session='), 401],
    ['a cookie twice', with2('Cookie: session=', same, 'Cookie: session='), 400],
  ]),
  ...rows(FORM, { cacheControl: 'private' }, [
    ['a form field', form('a=1&access_token=TOKEN')],
    ['a form field twice', form('access_token=TOKEN&access_token=TOKEN'), 400],
    ['a form field with brackets', form('access_token[x]=TOKEN'), 400],
    ['a form field, empty', form('access_token='), 401],
    ['a form without the field', form('a=1'), 401],
    ['a field of a JSON body', form('{"access_token":"TOKEN"}', 'application/json'), 401],
  ]),
  ...rows(LIST, {}, [
    ['the first of two sources', lines('Authorization: Bearer TOKEN')],
    ['two sources with the same token', with2('Authorization: Bearer ', same, 'Cookie: session='), 400],
    [
      'two sources, one with a bad token',
      with2('Authorization: Bearer ', forgeToken, 'Cookie: session='),
      400,
    ],
    [
      'two sources with tokens of two callers',
      with2('Authorization: Bearer ', () => mint(), 'Cookie: session='),
      400,
    ],
  ]),
  ...rows(LIST, { cacheControl: 'private', vary: 'authorization, cookie' }, [
    ['the second of two sources', lines('Cookie: session=TOKEN')],
    ['the second of two sources, the first empty', lines('Authorization:', 'Cookie: session=TOKEN')],
    [
      'the second of two sources, the first with another scheme',
      lines('Authorization: Basic YTpi', 'Cookie: session=TOKEN'),
    ],
  ]),
  ...csrfRows(),
]

/** Requests with a cookie that a page of this site sent, or that change nothing. */
function csrfRows(): SourceCase[] {
  const post =
    (...headers: string[]) =>
    (token: string): CaseRequest => ({ method: 'POST', headers: [`Cookie: session=${token}`, ...headers] })
  const options: Partial<AuthOptions> = { ...COOKIE, csrf: { origins: ['https://app.test'] } }
  const success: Success = { cacheControl: 'private', vary: 'cookie' }
  return [
    ...rows(options, success, [
      ['a cookie on a POST of the same origin', post('Sec-Fetch-Site: same-origin')],
      ['a cookie on a POST of a configured origin', post('Origin: https://app.test')],
      ['a cookie on a GET of another site', lines('Cookie: session=TOKEN', 'Sec-Fetch-Site: cross-site')],
      [
        'a cookie on a POST of another site',
        post('Sec-Fetch-Site: cross-site', 'Origin: https://app.test'),
        403,
      ],
    ]),
    ...rows({ ...COOKIE, csrf: null }, success, [
      ['a cookie on a POST of another site, unchecked', post('Sec-Fetch-Site: cross-site')],
    ]),
    ...rows(LIST, {}, [
      [
        'a header on a POST of another site',
        (token) => ({
          method: 'POST',
          headers: [`Authorization: Bearer ${token}`, 'Sec-Fetch-Site: cross-site'],
        }),
      ],
    ]),
  ]
}
