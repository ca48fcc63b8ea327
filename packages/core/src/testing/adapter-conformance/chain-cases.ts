import { requireScope } from '../../guards/require-scope.js'
import type { AuthOverrides } from '../../options/auth-options.js'
import { agree, type Face, hasFace } from './agree.js'
import { type AdapterCase, type Bench, bearer, seenIn } from './bench.js'
import { challenged, NOT_ADMIN, STRANGER } from './refusals.js'
import { countingStore, USED } from './request-cases.js'

const MISSING = challenged(401, 'invalid_token', 'The access token lacks a required claim')

/** Who must say no so that nobody passes. */
const CHAINED: readonly (readonly [
  name: string,
  claims: Readonly<Record<string, unknown>>,
  passes: boolean,
])[] = [
  ['the first handle says no', { first: undefined, second: 2 }, false],
  ['the second handle says no', { first: 1, second: undefined }, false],
  ['no handle says no', { first: 1, second: 2 }, true],
]

/** What a guard that stands alone answers. */
const GUARDED: readonly (readonly [
  name: string,
  overrides: AuthOverrides,
  scope: string | undefined,
  face: Face,
])[] = [
  ['lets a caller pass who has the scope', {}, 'admin', { status: 200 }],
  ['answers 403 to a caller without the scope', {}, 'user', NOT_ADMIN],
  ['answers 401 to a stranger', { optional: true }, undefined, STRANGER],
]

/** What several parts do on one request. */
export const CHAIN_CASES: readonly AdapterCase[] = [
  ...CHAINED.map(([name, claims, passes]) => ({
    name: `asks every handle on the way: ${name}`,
    needs: ['chain'] as const,
    check: (bench: Bench) => checkBoth(bench, claims, passes),
  })),
  {
    name: 'spends a token once, however many handles its request passes',
    needs: ['chain'],
    check: checkSpentOnce,
  },
  { name: 'keeps what an earlier handle mapped', needs: ['chain'], check: checkKept },
  ...GUARDED.map(([name, overrides, scope, face]) => ({
    name: `with a guard that stands alone: ${name}`,
    needs: ['guard'] as const,
    check: (bench: Bench) => checkGuard(bench, overrides, scope, face),
  })),
]

async function checkBoth({ idp, handle, serve }: Bench, claims: object, passes: boolean): Promise<void> {
  const first = handle({ requiredClaims: ['first'] })
  const trial = await serve({ handles: [first, first.with({ requiredClaims: ['second'] })] })
  const answer = await trial.send({ lines: [bearer(idp.mint({ ...claims }))] })
  if (passes) seenIn(answer, 'a request that every handle accepts reaches the handler')
  else agree(answer.status, MISSING.status, 'one handle that refuses is enough')
  agree(
    trial.reached,
    passes ? 1 : 0,
    'the handler is reached by what every handle accepts, and by nothing else',
  )
}

async function checkSpentOnce({ idp, handle, serve }: Bench): Promise<void> {
  const { store, asked } = countingStore()
  const first = handle({ preventReplay: { store } })
  const trial = await serve({ handles: [first, first.with({ requiredClaims: ['sub'] }), first] })
  const request = { lines: [bearer(idp.mint())] }
  seenIn(await trial.send(request), 'a token that was not used passes every handle of its request')
  agree(asked(), 1, 'the handles of one request spend its token once: give them all the same `message`')
  hasFace(await trial.send(request), USED)
}

async function checkKept({ idp, handle, serve }: Bench): Promise<void> {
  const first = handle({ claimMapping: [{ claim: 'sub', to: { header: 'X-User' } }] })
  const second = first.with({ claimMapping: [{ claim: 'team', to: { header: 'X-Team' } }] })
  const trial = await serve({ handles: [first, second] })
  const lines = [bearer(idp.mint({ team: 'a' })), 'X-User: evil', 'X-Team: evil']
  const { headers } = seenIn(await trial.send({ lines }), 'a good token passes every handle of its request')
  const mapped = { user: headers['x-user'], team: headers['x-team'] }
  agree(mapped, { user: 'alice', team: 'a' }, 'a later handle keeps what an earlier one has mapped')
}

async function checkGuard(
  { idp, handle, serve }: Bench,
  overrides: AuthOverrides,
  scope: string | undefined,
  face: Face,
): Promise<void> {
  const trial = await serve({ handles: [handle().with(overrides)], guard: requireScope('admin') })
  const answer = await trial.send({ lines: scope === undefined ? [] : [bearer(idp.mint({ scope }))] })
  hasFace(answer, face)
  agree(trial.reached, face.status === 200 ? 1 : 0, 'the handler is reached by what the guard accepts only')
}
