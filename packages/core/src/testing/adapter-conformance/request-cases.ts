import { memoryReplayStore } from '../../replay/memory-replay-store.js'
import type { ReplayStore } from '../../replay/replay-store.js'
import { agree, hasFace } from './agree.js'
import { type AdapterCase, type Bench, bearer, seenIn } from './bench.js'
import { challenged } from './refusals.js'

/** What belongs to one request, and to no other. */
export const REQUEST_CASES: readonly AdapterCase[] = [
  { name: 'keeps concurrent callers apart', check: checkConcurrent },
  { name: 'forgets the caller when the connection is used again', check: checkConnection },
  { name: 'spends a token with its request', check: checkSpent },
]

const CALLERS = 20
export const USED = challenged(401, 'invalid_token', 'The access token has been used before')

async function checkConcurrent({ idp, handle, serve }: Bench): Promise<void> {
  const claimMapping = [{ claim: 'sub', to: { header: 'X-User' } }]
  const trial = await serve(handle({ claimMapping, check: gateFor(CALLERS) }))
  const names = Array.from({ length: CALLERS }, (_, index) => `caller-${index}`)
  const seen = await Promise.all(
    names.map(async (sub) => {
      const answer = await trial.send({ lines: [bearer(idp.mint({ sub }))] })
      const { auth, headers } = seenIn(answer, 'concurrent requests all reach the handler')
      return { caller: auth?.claims.sub, mapped: headers['x-user'] }
    }),
  )
  const own = names.map((name) => ({ caller: name, mapped: name }))
  agree(seen, own, 'every request has its own caller and its own mapped values')
}

/** A check that lets nobody pass before all have come, so that no request is alone. */
function gateFor(count: number): () => Promise<boolean> {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  let arrived = 0
  return async () => {
    if (++arrived === count) open()
    await opened
    return true
  }
}

async function checkConnection({ idp, handle, serve }: Bench): Promise<void> {
  const claimMapping = [{ claim: 'sub', to: { header: 'X-User' } }]
  const trial = await serve(handle({ claimMapping, optional: true }))
  const answers = await trial.sendAll([{ lines: [bearer(idp.mint())] }, {}])
  const seen = answers.map((answer) => seenIn(answer, 'both requests of one connection reach the handler'))
  agree(
    seen.map(({ auth, headers }) => [auth?.claims.sub ?? null, headers['x-user'] ?? null]),
    [
      ['alice', 'alice'],
      [null, null],
    ],
    'nothing of a caller is kept on the connection',
  )
}

async function checkSpent({ idp, handle, serve }: Bench): Promise<void> {
  const { store, asked } = countingStore()
  const trial = await serve(handle({ preventReplay: { store } }))
  const request = { lines: [bearer(idp.mint())] }
  seenIn(await trial.send(request), 'a token that was not used reaches the handler')
  agree(asked(), 1, 'the replay store is asked once per request')
  hasFace(await trial.send(request), USED)
  agree(trial.reached, 1, 'the handler is not reached by a used token')
}

/** A real store that counts how often it is asked. */
export function countingStore(): { readonly store: ReplayStore; readonly asked: () => number } {
  const inner = memoryReplayStore()
  let count = 0
  const consume: ReplayStore['consume'] = (id, expiresAt) => {
    count++
    return inner.consume(id, expiresAt)
  }
  return { store: { consume }, asked: () => count }
}
