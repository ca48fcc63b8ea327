import type { ErrorProfile } from '../../errors/auth-error.js'
import { agree, hasFace, keepsQuiet, partsOf } from './agree.js'
import { type AdapterCase, type Bench, bearer, seenIn, type Trial } from './bench.js'
import { type RawAnswer, valuesOf } from './raw-http.js'
import { REFUSED, type RefusedRow } from './refusals.js'

const PROFILES: readonly ErrorProfile[] = ['rfc6750', 'gateway']

export const REFUSED_CASES: readonly AdapterCase[] = [
  ...REFUSED.flatMap((row) =>
    PROFILES.map((profile) => ({
      name: `refuses a request ${row.name}, in the profile ${profile}`,
      check: (bench: Bench) => checkRefused(bench, row, profile),
    })),
  ),
  { name: 'does not tell why a token was refused before its signature held', check: checkAlike },
]

async function checkRefused(bench: Bench, row: RefusedRow, profile: ErrorProfile): Promise<void> {
  const trial = await bench.serve(bench.handle({ ...row.options, errorProfile: profile }))
  const lines = row.lines(bench.idp)
  const answer = await trial.send({ lines })
  hasFace(answer, row[profile])
  keepsQuiet(answer, secretsOf(lines, row.code))
  await stillServes(bench, trial)
  agree(trial.reached, 1, 'the handler is not reached by a refused request')
}

/** A refusal, an outage or a fault is over with its request. */
export async function stillServes({ idp }: Bench, trial: Trial): Promise<void> {
  const answer = await trial.send({ lines: [bearer(idp.mint({ scope: 'admin' }))] })
  const seen = seenIn(answer, 'a good token passes afterwards')
  agree(seen.auth?.claims.sub, 'alice', 'the handler of a good token afterwards sees its caller')
}

const UNTOLD = new Set(['signature_invalid', 'key_not_found'])

async function checkAlike(bench: Bench): Promise<void> {
  const trial = await bench.serve(bench.handle())
  const looks: unknown[] = []
  for (const row of REFUSED.filter(({ code, options }) => UNTOLD.has(code ?? '') && options === undefined)) {
    looks.push(lookOf(await trial.send({ lines: row.lines(bench.idp) })))
  }
  const [first, ...others] = looks
  for (const other of others)
    agree(other, first, 'refusals before the signature held look alike, body included')
}

function lookOf(answer: RawAnswer): unknown {
  return { status: answer.status, challenge: valuesOf(answer, 'WWW-Authenticate'), body: answer.body }
}

function secretsOf(lines: readonly string[], code: string | undefined): readonly string[] {
  const tokens = lines
    .filter((line) => line.startsWith('Authorization'))
    .map((line) => line.split(' ').at(-1) ?? '')
  return [...tokens, ...tokens.flatMap(partsOf), ...(code === undefined ? [] : [code])]
}
