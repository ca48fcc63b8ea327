import type { GeneratedEncryption, GeneratedKeyManagement, GeneratedSignature } from '@meishi/core'
import { flag, matches, object, oneOf, refused, type Shape, text, whole } from './shapes.js'

/** The `jwt-generate` policy of IBM API Connect, as its documents have it. */
export interface JwtGenerate {
  readonly title?: string
  readonly description?: string
  readonly jwt?: string
  readonly 'jti-claim'?: boolean
  readonly 'iss-claim'?: string
  readonly 'sub-claim'?: string
  readonly 'aud-claim'?: string
  readonly 'exp-claim'?: number
  readonly 'private-claims'?: string
  readonly 'jws-jwk'?: string
  readonly 'jws-alg'?: GeneratedSignature | 'none'
  readonly 'jws-crypto'?: string
  readonly 'jwe-enc'?: GeneratedEncryption
  readonly 'jwe-jwk'?: string
  readonly 'jwe-alg'?: GeneratedKeyManagement
  readonly 'jwe-crypto'?: string
}

const SIGNATURES = ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'none']
const KEY_MANAGEMENT = ['RSA-OAEP', 'RSA-OAEP-256', 'dir', 'A128KW', 'A192KW', 'A256KW']
const ENCRYPTIONS = ['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512']

const MOST_SECONDS = 31_622_400

const NAME = /[^\s.,$(){}[\]"']+/.source
const VARIABLE = `${NAME}(?:\\.${NAME})*`

/** Where the policy reads. */
const variable = matches('the name of a runtime variable, such as iss.claim', RegExp(`^${VARIABLE}$`))
const variables = matches(
  'names of runtime variables with commas between them',
  RegExp(`^\\s*${VARIABLE}(?:\\s*,\\s*${VARIABLE})*\\s*$`),
)

/** Where the policy writes. A request has variables of its own, and a token among them would go nowhere. */
const ownVariable = matches(
  'the name of a runtime variable outside request and message, such as generated.jwt; without jwt, the token goes to Authorization',
  RegExp(`^(?!(?:request|message)(?:\\.|$))${VARIABLE}$`),
)

const rsa15 = refused(
  'expected RSA-OAEP-256 in place of RSA1_5, whose padding lets whoever may ask the recipient often enough read the token (RFC 8725, section 3.2)',
  'value',
)
const oneOfKeyManagement = oneOf(...KEY_MANAGEMENT)
const keyManagement: Shape = (value, path) => (value === 'RSA1_5' ? rsa15 : oneOfKeyManagement)(value, path)

/** Every property of the policy and what may stand there. */
export const jwtGenerate = object(
  {
    title: text,
    description: text,
    jwt: ownVariable,
    'jti-claim': flag,
    'iss-claim': variable,
    'sub-claim': variable,
    'aud-claim': variables,
    'exp-claim': whole(1, MOST_SECONDS),
    'private-claims': variable,
    'jws-jwk': variable,
    'jws-alg': oneOf(...SIGNATURES),
    'jws-crypto': text,
    'jwe-enc': oneOf(...ENCRYPTIONS),
    'jwe-jwk': variable,
    'jwe-alg': keyManagement,
    'jwe-crypto': text,
  },
  [],
)
