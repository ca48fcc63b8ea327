import type { Authenticator } from '../../create-authenticator.js'
import type { TestIssuer } from '../test-issuer.js'
import { agree, hasFace } from './agree.js'
import { type AdapterCase, type Bench, bearer, type Seen, seenIn, type Trial } from './bench.js'
import { KEPT, PLACES, type Place, tracesOf } from './mapping-places.js'
import type { RawAnswer } from './raw-http.js'
import type { AdapterFeature } from './scenario.js'

/** One way to come to a handler, or to an error handler, that reads the request. */
interface Way {
  readonly name: string
  readonly needs: readonly AdapterFeature[]
  readonly lines: (idp: TestIssuer) => readonly string[]
  /** The handle on the way; `mapped` belongs to its family and maps `sub`. */
  readonly handle: (mapped: Authenticator) => Authenticator
  /** The mapped value that must be seen; none, and the client's is gone all the same. */
  readonly sees?: string
}

const goodToken: Way['lines'] = (idp) => [bearer(idp.mint())]

const WAYS: readonly Way[] = [
  {
    name: 'an accepted caller, who sees the claim',
    needs: [],
    lines: goodToken,
    handle: (mapped) => mapped,
    sees: 'alice',
  },
  {
    name: 'an anonymous caller',
    needs: [],
    lines: () => [],
    handle: (mapped) => mapped.with({ optional: true }),
  },
  {
    name: 'a caller of an open route',
    needs: [],
    lines: goodToken,
    handle: (mapped) => mapped.with({ token: null, optional: true }),
  },
  {
    name: 'a caller of a route that maps nothing',
    needs: [],
    lines: goodToken,
    handle: (mapped) => mapped.with({ claimMapping: [] }),
  },
  {
    name: 'a refused caller',
    needs: ['refused'],
    lines: (idp) => [bearer(idp.mintForged())],
    handle: (mapped) => mapped,
  },
  {
    name: 'a caller during an outage',
    needs: ['refused'],
    lines: goodToken,
    handle: (mapped) => mapped.with({ revocation: { isRevoked: unreachable } }),
  },
]

export const STRIPPED_CASES: readonly AdapterCase[] = [
  ...PLACES.flatMap((place) =>
    WAYS.map((way) => ({
      name: `removes a client's value from the ${place.name}: ${way.name}`,
      needs: [...place.needs, ...way.needs],
      check: (bench: Bench) => checkStripped(bench, place, way),
    })),
  ),
  { name: 'makes a body for a mapped form where there was none', needs: ['body'], check: checkMadeBody },
  { name: 'answers 415 to a body that no claim can be mapped into', needs: ['body'], check: checkMediaType },
]

async function checkStripped({ idp, handle, serve }: Bench, place: Place, way: Way): Promise<void> {
  const mapped = handle({ claimMapping: [{ claim: 'sub', to: place.to }] })
  const trial = await serve(way.handle(mapped))
  const lines = [...(place.request.lines ?? []), ...way.lines(idp)]
  const answer = await trial.send({ ...place.request, lines })
  const seen = way.needs.includes('refused') ? shownBy(trial) : reachedBy(answer)
  agree(tracesOf(place, seen), [], 'what clients send under a mapped name is gone from every surface')
  const values = place.read(seen)
  const expected = Object.fromEntries(Object.keys(values).map((surface) => [surface, way.sees]))
  agree(values, expected, 'under a mapped name stands the claim, on every surface, or nothing')
  if (place.beside !== undefined) agree(place.beside(seen), KEPT, 'what else the client sends stays')
}

const reachedBy = (answer: RawAnswer): Seen => seenIn(answer, 'a request that may pass reaches the handler')

function shownBy({ refused, reached }: Trial): Seen {
  agree({ refused: refused.length, reached }, { refused: 1, reached: 0 }, 'the error handler gets the error')
  return refused[0] as Seen
}

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

async function checkMadeBody({ idp, handle, serve }: Bench): Promise<void> {
  const trial = await serve(handle({ claimMapping: toForm }))
  const { body } = reachedBy(await trial.send({ method: 'POST', lines: [bearer(idp.mint())] }))
  agree(body, { user: 'alice' }, 'a request without a body gets one of the mapped claims')
}

async function checkMediaType({ idp, handle, serve }: Bench): Promise<void> {
  const trial = await serve(handle({ claimMapping: toForm }))
  const lines = [bearer(idp.mint()), 'Content-Type: text/plain']
  hasFace(await trial.send({ method: 'POST', lines, body: 'a text' }), {
    status: 415,
    headers: { 'Cache-Control': 'no-store' },
  })
  agree(trial.reached, 0, 'the handler is not reached by a refused request')
}

function unreachable(): never {
  throw new Error('the list is out of reach')
}
