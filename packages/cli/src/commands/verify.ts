import { AuthError, createVerifier, UnavailableError, type Verifier } from '@meishi/core'
import type { Command, Input, Surroundings } from '../command.js'
import { unreachable, usage } from '../failures.js'
import { type DeclaredKeys, declareKeys, isSecret, KEY_FLAGS } from '../keys/declare-keys.js'
import { nameMistakes, type Places } from '../name-mistakes.js'
import { printable } from '../printable.js'
import { readToken } from '../read-text.js'
import type { Report } from '../report.js'
import { type DecodedToken, decodeToken } from '../tokens/decode-token.js'
import { block, keyWords, rows, timesOf } from '../tokens/describe.js'
import { type KeyDescription, matchingKey } from '../tokens/matching-key.js'
import { reasonFor } from '../tokens/reasons.js'
import { POLICY_FLAGS, policyOf } from './verify-policy.js'

/** Verifies a token as a service would, and says which check refused it. */
export const verify: Command = {
  name: 'verify',
  summary: 'verifies a token as a service would, and says which check refused it and why',
  operands: '[file]',
  flags: { ...KEY_FLAGS, ...POLICY_FLAGS },
  more: [
    'Reads the token from the file, or from standard input. Without --key and --jwks-uri the keys are found by the',
    'metadata of the issuer (discovery).',
  ],
  async run(input, surroundings) {
    const declared = (await declareKeys(input)) ?? { keys: undefined, known: [] }
    const policy = policyOf(input)
    if (declared.keys === undefined && !isUrl(policy.issuer))
      throw usage(
        'expected --key or --jwks-uri: only an --issuer that is one https URL says where its keys are',
      )
    if (input.list('alg').length === 0 && declared.known.length > 0 && declared.known.every(isSecret))
      throw usage('a shared secret has to be asked for by its algorithm, such as --alg HS256')
    const token = await readToken(input.rest, surroundings.io)
    const keys = declared.keys === undefined ? {} : { keys: declared.keys }
    const verifier = await nameMistakes(placesOf(input), () => createVerifier({ ...policy, ...keys }))
    try {
      const { claims } = await verifier.verify(token)
      return accepted(decodeToken(token), claims, declared, surroundings)
    } catch (error) {
      if (error instanceof UnavailableError)
        throw unreachable(`the keys of the issuer cannot be had right now${reasonOf(verifier)}`)
      if (error instanceof AuthError) return refused(error, token, declared, surroundings)
      throw error
    } finally {
      verifier.close()
    }
  },
}

const placesOf = (input: Input): Places => ({
  issuer: '--issuer',
  audience: '--audience',
  algorithms: '--alg',
  clockTolerance: '--tolerance',
  typ: '--typ',
  keys: input.list('key').join(', '),
  'keys.jwksUri': '--jwks-uri',
})

const isUrl = (issuer: unknown): boolean => typeof issuer === 'string' && issuer.startsWith('https://')

/** Host and port, and what went wrong there. */
function reasonOf(verifier: Verifier): string {
  const problem = verifier.status().issuers.find(({ lastError }) => lastError)?.lastError?.problem
  return problem === undefined ? '' : `: ${printable(problem)}`
}

async function accepted(
  token: DecodedToken,
  claims: Readonly<Record<string, unknown>>,
  { known }: DeclaredKeys,
  { paint }: Surroundings,
): Promise<Report> {
  const key = (await matchingKey(token, known)) ?? remoteKey(token)
  const times = timesOf(claims, Date.now() / 1000)
  return {
    exit: 0,
    data: { accepted: true, key, times, claims },
    lines: [
      paint.good('accepted'),
      ...rows({ key: keyWords(key), ...times }, paint),
      ...block('claims', claims, paint),
    ],
  }
}

/** Of a key that was fetched, the header names what was found. */
function remoteKey({ header }: DecodedToken): KeyDescription {
  const kid = typeof header.kid === 'string' ? header.kid : undefined
  return { from: 'the key set of the issuer', kid, alg: String(header.alg), thumbprint: undefined }
}

async function refused(
  { code }: AuthError,
  text: string,
  { known }: DeclaredKeys,
  { paint }: Surroundings,
): Promise<Report> {
  const { check, why, advice } = reasonFor(code)
  const token = readable(text)
  const key = token && (await matchingKey(token, known))
  // Times of a token that nobody signed are nothing to go by.
  const times = key === undefined ? {} : timesOf(token?.claims ?? {}, Date.now() / 1000)
  return {
    exit: 1,
    data: { accepted: false, code, check, why, advice, key: key ?? null, times },
    lines: [
      `${paint.bad('refused')}: ${code}`,
      ...rows({ check, why, ...(key && { key: keyWords(key) }), ...times, advice }, paint),
    ],
  }
}

function readable(text: string): DecodedToken | undefined {
  try {
    return decodeToken(text)
  } catch {
    return undefined
  }
}
