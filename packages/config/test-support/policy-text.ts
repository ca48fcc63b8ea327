import { type ConfigSource, loadJwtGenerate, PolicyError } from '../src/index.js'

/** The example of the policy's own document. */
export const documentedPolicy = `- jwt-generate:
    title: jwt-generate
    iss-claim: iss.claim
    exp-claim: 3600
    jwt: generated.jwt
    jti-claim: true
    sub-claim: sub.claim
    aud-claim: aud.claim
    private-claims: private.claims
    jws-jwk: jws.jwk
    jws-alg: HS256
    jws-crypto: jwsCryptoObjectName
    jwe-enc: A128CBC-HS256
    jwe-jwk: jwe.jwk
    jwe-alg: A128KW
    jwe-crypto: jweCryptoObjectName
`

/** The example without the lines that begin so. */
export function without(...starts: readonly string[]): string {
  const isKept = (line: string): boolean => !starts.some((start) => line.trim().startsWith(start))
  return documentedPolicy.split('\n').filter(isKept).join('\n')
}

/** The example with a piece of its text replaced. */
export function brokenPolicy(from: string, to: string): string {
  if (!documentedPolicy.includes(from)) throw new Error(`the policy has no ${from}`)
  return documentedPolicy.replace(from, () => to)
}

/** The error that loading ends with. */
export function policyFailure(source: ConfigSource): PolicyError {
  try {
    loadJwtGenerate(source)
  } catch (error) {
    if (error instanceof PolicyError) return error
    throw error
  }
  throw new Error('the policy was loaded')
}

/** What the error says, in the form in which tables have it: `line:column path problem`. */
export function toldOfPolicy(source: ConfigSource): string {
  const { line, column, path, file, message } = policyFailure(source)
  const start = `Invalid jwt-generate policy: ${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}`
  if (!message.startsWith(start)) throw new Error(`the message does not begin with ${start}: ${message}`)
  return `${line}:${column} ${path || '-'} ${message.slice(start.length)}`
}
