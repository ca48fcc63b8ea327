import { forgeToken, mintToken, type Signer, type TestClaims } from '@meishi/core/testing'

/** One request of the demo and the answer that is documented for it. */
export interface DemoCase {
  readonly title: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly expected: { readonly status: number; readonly code?: string; readonly shows?: string }
}

const DAY = 86_400

/** A token as in section 3 of the gateway's documentation: two hours, with custom claims that are text. */
function issue(signer: Signer, claims: TestClaims = {}, kid = signer.kid): string {
  const now = Math.floor(Date.now() / 1000)
  const subject = {
    sub: 'YOUR_SUBJECT',
    aud: 'YOUR_AUDIENCE',
    userId: '1213234',
    email: 'user@youapp.example',
  }
  return mintToken(signer, { ...subject, iat: now, nbf: now - 60, exp: now + 7200, ...claims }, { kid })
}

/** One row for each way a request can end. I400JP is no answer to a request: the loader throws it. */
export function createCases(signer: Signer): readonly DemoCase[] {
  const now = Math.floor(Date.now() / 1000)
  const get = (title: string, token: string, expected: DemoCase['expected']): DemoCase => ({
    title,
    method: 'GET',
    path: '/api/orders',
    headers: { 'X-Token': token },
    expected,
  })
  const pay = (title: string, token: string, expected: DemoCase['expected']): DemoCase => ({
    title,
    method: 'POST',
    path: '/payments',
    headers: { 'X-Token': token },
    expected,
  })
  const mapped = { status: 200, shows: '{"sub":"YOUR_SUBJECT","X-Aud":"YOUR_AUDIENCE","userId":"1213234"}' }
  const good = issue(signer)
  const once = issue(signer)
  return [
    get('a good token', good, mapped),
    {
      ...get('a good token, and values that the client made up', good, mapped),
      path: '/api/orders?userId=admin&USERID[]=root',
      headers: { 'X-Token': good, 'X-Aud': 'internal', x_aud: 'internal' },
    },
    { ...get('no token', '', { status: 400, code: 'I400JR' }), headers: {} },
    get('no JWT at all', 'not-a-token', { status: 400, code: 'I400JD' }),
    get('signed by somebody else', forgeToken(good), { status: 403, code: 'A403JT' }),
    get('a lifetime of eight days', issue(signer, { exp: now + 8 * DAY }), { status: 403, code: 'A403JT' }),
    get('an unknown key', issue(signer, {}, 'no_such_key'), { status: 403, code: 'A403JK' }),
    get('an expired token', issue(signer, { iat: now - 7200, exp: now - 3600 }), {
      status: 403,
      code: 'A403JE',
    }),
    pay('replay protection, a token without jti', issue(signer, { jti: undefined }), {
      status: 403,
      code: 'S403JI',
    }),
    pay('replay protection, first use', once, mapped),
    pay('replay protection, second use', once, { status: 403, code: 'S403JU' }),
  ]
}
