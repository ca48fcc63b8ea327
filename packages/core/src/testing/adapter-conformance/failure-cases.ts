import { createKeySource } from '../../keys/create-key-source.js'
import type { AuthOptions } from '../../options/auth-options.js'
import { memoryReplayStore } from '../../replay/memory-replay-store.js'
import type { TestIssuer } from '../test-issuer.js'
import { agree, type Face, hasFace, keepsQuiet, partsOf } from './agree.js'
import { type AdapterCase, type Bench, bearer } from './bench.js'
import { stillServes } from './refused-cases.js'

/** Something that goes wrong once, and is whole again at the next request. */
interface FailureRow {
  readonly name: string
  readonly options: (idp: TestIssuer) => Partial<AuthOptions>
}

const ADDRESS = '10.11.12.13:6379'
const OUTAGE: Face = { status: 503, headers: { 'Cache-Control': 'no-store', 'Retry-After': '5' } }
const FAULT: Face = { status: 500 }

const OUTAGES: readonly FailureRow[] = [
  {
    name: 'keys cannot be asked for',
    options: (idp) => {
      const keys = createKeySource(idp.keys)
      return { keys: { source: { ...keys, resolve: once(unreachable, keys.resolve) } } }
    },
  },
  {
    name: 'the replay store cannot be asked',
    options: () => {
      const store = memoryReplayStore()
      return { preventReplay: { store: { consume: once(unreachable, store.consume) } } }
    },
  },
  {
    name: 'the revocation list cannot be asked',
    options: () => ({ revocation: { isRevoked: once(unreachable, () => false) } }),
  },
]

const FAULTS: readonly FailureRow[] = [
  { name: 'a check that throws', options: () => ({ check: once(mistake, () => true) }) },
  {
    name: 'a check that rejects with nothing',
    options: () => ({
      check: once<[], boolean | Promise<boolean>>(
        () => Promise.reject(),
        () => true,
      ),
    }),
  },
  { name: 'a guard that throws', options: () => ({ guard: once(mistake, () => true) }) },
]

export const FAILURE_CASES: readonly AdapterCase[] = [
  ...OUTAGES.map(({ name, options }) => ({
    name: `answers 503 when ${name}, and never 401`,
    check: (bench: Bench) => checkFailure(bench, options(bench.idp), OUTAGE),
  })),
  ...FAULTS.map(({ name, options }) => ({
    name: `answers 500 to ${name}, and never 401`,
    check: (bench: Bench) => checkFailure(bench, options(bench.idp), FAULT),
  })),
]

async function checkFailure(bench: Bench, options: Partial<AuthOptions>, face: Face): Promise<void> {
  const trial = await bench.serve(bench.handle(options))
  const token = bench.idp.mint()
  const answer = await trial.send({ lines: [bearer(token)] })
  hasFace(answer, face)
  // What an application's own errors show is up to its framework; meishi's show nothing.
  if (face === OUTAGE) keepsQuiet(answer, [...partsOf(token), ADDRESS])
  else agree(answer.bytes.includes(token), false, 'the answer tells nothing of the token')
  await stillServes(bench, trial)
  agree(trial.reached, 1, 'the handler is not reached by a request that could not be judged')
}

/** Fails at the first call, and works from then on. */
function once<Arguments extends unknown[], Result>(
  fail: () => Result,
  work: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  let isFirst = true
  return (...args) => {
    if (!isFirst) return work(...args)
    isFirst = false
    return fail()
  }
}

function unreachable(): never {
  throw new Error(`connect ECONNREFUSED ${ADDRESS}`)
}

function mistake(): never {
  throw new Error('a mistake of the application')
}
