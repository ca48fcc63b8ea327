import type { TokenSource } from '../../http/token-source.js'
import { agree, hasFace } from './agree.js'
import { type AdapterCase, type Bench, bearer, seenIn } from './bench.js'
import { type RawRequest, valuesOf } from './raw-http.js'
import type { AdapterFeature } from './scenario.js'

/** A place where tokens may stand. */
interface SourceRow {
  readonly name: string
  readonly needs?: readonly AdapterFeature[]
  readonly source: TokenSource
  readonly request: (token: string) => RawRequest
  /** Of the request headers that the answer depends on. */
  readonly vary?: string
}

const FORM_LINES = ['Content-Type: application/x-www-form-urlencoded']

const ELSEWHERE: readonly SourceRow[] = [
  {
    name: 'a header of its own',
    source: { header: 'X-Token' },
    request: (token) => ({ lines: [`X-Token: ${token}`] }),
    vary: 'x-token',
  },
  {
    name: 'a cookie',
    source: { cookie: 'session' },
    request: (token) => ({ lines: [`Cookie: a=1; session=${token}; b=2`] }),
    vary: 'cookie',
  },
  {
    name: 'the query',
    source: { query: 'access_token' },
    request: (token) => ({ target: `/target?a=1&access_token=${token}` }),
  },
  {
    name: 'the form',
    needs: ['body'],
    source: { form: 'access_token' },
    request: (token) => ({ method: 'POST', lines: FORM_LINES, body: `a=1&access_token=${token}` }),
  },
]

const IN_AUTHORIZATION: SourceRow = {
  name: 'Authorization',
  source: { header: 'authorization', scheme: 'Bearer' },
  request: (token) => ({ lines: [bearer(token)] }),
}

export const ACCEPTED_CASES: readonly AdapterCase[] = [
  { name: 'shows the handler the claims of an accepted token', check: checkClaims },
  { name: 'lets a request without a token pass where one is optional', check: checkAnonymous },
  { name: 'knows no caller on a route that is open to everybody', check: checkOpen },
  ...ELSEWHERE.map((row) => ({
    name: `accepts a token in ${row.name}, and tells caches so`,
    needs: row.needs ?? [],
    check: (bench: Bench) => checkSource(bench, row),
  })),
  ...[IN_AUTHORIZATION, ...ELSEWHERE].map((row) => ({
    name: `hides the token in ${row.name} where the policy says so`,
    needs: row.needs ?? [],
    check: (bench: Bench) => checkHidden(bench, row),
  })),
]

async function checkClaims({ idp, handle, serve }: Bench): Promise<void> {
  const trial = await serve(handle())
  const answer = await trial.send({ lines: [bearer(idp.mint({ sub: 'bob', roles: ['a', 'b'] }))] })
  const { iss, sub, roles } = seenIn(answer, 'a good token reaches the handler').auth?.claims ?? {}
  agree(
    { iss, sub, roles },
    { iss: idp.issuer, sub: 'bob', roles: ['a', 'b'] },
    'the handler sees the claims',
  )
  hasFace(answer, { status: 200 })
}

async function checkAnonymous({ handle, serve }: Bench): Promise<void> {
  const trial = await serve(handle({ optional: true }))
  const answer = await trial.send()
  const { auth } = seenIn(answer, 'a request without a token reaches the handler where one is optional')
  agree(auth, undefined, 'the handler of an anonymous request sees no caller')
  hasFace(answer, { status: 200 })
}

async function checkOpen({ idp, handle, serve }: Bench): Promise<void> {
  const trial = await serve(handle().with({ token: null, optional: true }))
  for (const token of [idp.mint(), idp.mintForged()]) {
    const answer = await trial.send({ lines: [bearer(token)] })
    const { auth } = seenIn(answer, 'any request reaches the handler of a route that looks for no token')
    agree(auth, undefined, 'where no token is looked for, the handler sees no caller')
  }
}

async function checkSource({ idp, handle, serve }: Bench, row: SourceRow): Promise<void> {
  const trial = await serve(handle({ token: row.source }))
  const answer = await trial.send(row.request(idp.mint()))
  const { auth } = seenIn(answer, `a token in ${row.name} is found`)
  agree(auth?.claims.sub, 'alice', `a token in ${row.name} makes its caller known`)
  const rule = 'the headers of the outcome are on the answer'
  agree(
    listOf(valuesOf(answer, 'Cache-Control')).includes('private'),
    true,
    `${rule}: Cache-Control: private`,
  )
  if (row.vary === undefined) return
  agree(listOf(valuesOf(answer, 'Vary')).includes(row.vary), true, `${rule}: Vary: ${row.vary}`)
}

const listOf = (values: readonly string[]): readonly string[] =>
  values.flatMap((value) => value.toLowerCase().split(/\s*,\s*/))

async function checkHidden({ idp, handle, serve }: Bench, row: SourceRow): Promise<void> {
  const trial = await serve(handle({ token: row.source, forwardToken: false }))
  const token = idp.mint()
  const seen = seenIn(await trial.send(row.request(token)), `a token in ${row.name} is found`)
  const places = Object.entries(seen).filter(([, value]) => JSON.stringify(value).includes(token))
  agree(
    places.map(([place]) => place),
    [],
    'no surface that a handler reads still has a hidden token',
  )
}
