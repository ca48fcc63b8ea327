import { AuthError, createVerifier, UnavailableError, type Verifier } from '@meishi/core'
import type { Command, Surroundings } from '../command.js'
import { unreachable, usage } from '../failures.js'
import { type DeclaredKeys, declareKeys, KEY_FLAGS } from '../keys/declare-keys.js'
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
    if (declared.keys === undefined && policy.issuer === null)
      throw usage('expected --key or --jwks-uri: without an issuer there is nowhere to look for keys')
    const token = await readToken(input.rest, surroundings.io)
    const keys = declared.keys === undefined ? {} : { keys: declared.keys }
    const verifier = createVerifier({ ...policy, ...keys })
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
