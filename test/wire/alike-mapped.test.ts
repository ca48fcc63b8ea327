import type { ClaimMapping } from '@meishi/core'
import { describe, expect, test } from 'vitest'
import { TOKEN_PLACES, type TokenPlace } from './cases/moved-tokens.js'
import { POLICY_PLACES } from './cases/policy-places.js'
import type { CaseRequest } from './cases/refusal-case.js'
import { type Echo, readEcho } from './frameworks/echo.js'
import type { Application } from './frameworks/framework.js'
import { FRAMEWORKS } from './frameworks.js'
import { mint, POLICY } from './issuer.js'
import { headersOf, meishiHeaders } from './meishi-headers.js'
import type { RawRequest } from './raw-http.js'

const claimMapping: readonly ClaimMapping[] = [
  { claim: 'sub', to: { header: 'X-User' } },
  { claim: 'sub', to: { query: 'user' } },
  { claim: 'sub', to: { path: 'user' } },
  { claim: 'sub', to: { form: 'user' } },
]

const FORM = 'Content-Type: application/x-www-form-urlencoded'

/** A form, with a value of the client's own under every mapped name. */
function requestOf({ target = '', headers = [], body }: CaseRequest): RawRequest {
  const fields = ['b=2', 'user=evil', ...(body === undefined ? [] : [body])]
  return {
    method: 'POST',
    target,
    headers: [...headers.filter((line) => line !== FORM), FORM, 'x-user: evil'],
    body: fields.join('&'),
  }
}

const BARE: CaseRequest = { target: '/teams/evil?a=1&user=evil' }

/** All of the request that every framework shows alike. */
function read({ elsewhere: _, cookies: __, ...seen }: Echo): Omit<Echo, 'elsewhere' | 'cookies'> {
  return seen
}

/** What a handler must see under the mapped names and beside them; `jwt` is the token where it still stands. */
function mappedOf(user: string | undefined, place: TokenPlace, jwt: string | undefined): object {
  const pairs = (beside: object, isTokenHere: boolean): object => ({
    ...beside,
    ...(isTokenHere && jwt !== undefined && { jwt }),
    ...(user !== undefined && { user }),
  })
  const query = pairs({ a: '1' }, place.name === 'in the query')
  const url = `/teams/evil?${new URLSearchParams({ ...query })}`
  const body = pairs({ b: '2' }, place.name === 'in a form')
  return {
    header: [user, user === undefined ? undefined : [user]],
    url,
    originalUrl: url,
    query,
    params: pairs({}, false),
    body,
  }
}

function mappedIn({ headers, headersDistinct, url, originalUrl, query, params, body }: Echo): object {
  return { header: [headers['x-user'], headersDistinct['x-user']], url, originalUrl, query, params, body }
}

describe.each(TOKEN_PLACES)('with the token $name', (place) => {
  describe.each(POLICY_PLACES)('and the policy $name', ({ application }) => {
    const create = (optional: boolean, forwardToken: boolean): Application => {
      const { app, routes } = application({
        root: POLICY,
        face: { optional, ...place.face },
        rules: { claimMapping, forwardToken },
      })
      const [route] = routes
      return {
        app,
        routes: route === undefined ? [] : [{ ...route, path: '/teams/:user' }],
        parses: ['urlencoded'],
      }
    }

    test.each([
      { optional: false, forwardToken: true },
      { optional: true, forwardToken: true },
      { optional: true, forwardToken: false },
    ])('every handler sees the same of a caller: %o', async ({ optional, forwardToken }) => {
      const token = mint()
      const request = requestOf(place.move(BARE, token) ?? BARE)
      const seen: unknown[] = []
      for (const { serve } of FRAMEWORKS) {
        const { ask } = await serve(create(optional, forwardToken))
        const answer = await ask(request)
        const echo = readEcho(answer)

        expect(meishiHeaders(answer)).toEqual(headersOf({ headers: place.success }))
        expect(mappedIn(echo)).toEqual(mappedOf('alice', place, forwardToken ? token : undefined))
        expect(answer.body.includes(token)).toBe(forwardToken)
        seen.push(read(echo))
      }
      expect(seen).toEqual(seen.map(() => seen[0]))
    })

    test('every handler sees the same of somebody unknown', async () => {
      const seen: unknown[] = []
      for (const { serve } of FRAMEWORKS) {
        const { ask } = await serve(create(true, true))
        const answer = await ask(requestOf(BARE))
        const echo = readEcho(answer)

        expect(meishiHeaders(answer)).toEqual([])
        expect(mappedIn(echo)).toEqual(mappedOf(undefined, place, undefined))
        seen.push(read(echo))
      }
      expect(seen).toEqual(seen.map(() => seen[0]))
    })
  })
})
