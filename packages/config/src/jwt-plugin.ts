import type { Jwk, JwkSet } from '@meishi/core'
import { anything, flag, list, object, oneOf, refused, type Shape, text } from './shapes.js'

/** The JWT plugin configuration of Alibaba Cloud API Gateway, as its documents have it. */
export interface JwtPlugin {
  readonly parameter: string
  readonly parameterLocation?: 'header' | 'query' | 'cookie'
  readonly claimParameters?: readonly ClaimParameter[]
  readonly preventJtiReplay?: boolean
  readonly bypassEmptyToken?: boolean
  readonly ignoreExpirationCheck?: boolean
  readonly jwk?: Jwk
  readonly jwks?: readonly Jwk[] | JwkSet
}

export interface ClaimParameter {
  readonly claimName: string
  readonly parameterName: string
  readonly location: 'header' | 'query' | 'path' | 'formData'
}

const claimParameter = object(
  { claimName: text, parameterName: text, location: oneOf('header', 'query', 'path', 'formData') },
  ['claimName', 'parameterName', 'location'],
)

const isPrivate = refused('expected a public key; this makes it a private one')
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** A public RSA key (RFC 7517, section 4; RFC 7518, section 6.3). What `n` and `e` must be is core's to judge. */
const jwk = object(
  {
    kty: oneOf('RSA'),
    n: anything,
    e: anything,
    kid: text,
    alg: oneOf('RS256'),
    use: oneOf('sig'),
    key_ops: list(text),
    ext: anything,
    x5u: anything,
    x5c: anything,
    x5t: anything,
    'x5t#S256': anything,
  },
  ['kty'],
  Object.fromEntries(PRIVATE_MEMBERS.map((name) => [name, isPrivate])),
)

const keySet = object({ keys: list(jwk) }, ['keys'])
const jwks: Shape = (value, path) => (Array.isArray(value) ? list(jwk) : keySet)(value, path)

/** Every field of the plugin and what may stand there. */
export const jwtPlugin = object(
  {
    parameter: text,
    parameterLocation: oneOf('header', 'query', 'cookie'),
    claimParameters: list(claimParameter),
    preventJtiReplay: flag,
    bypassEmptyToken: flag,
    ignoreExpirationCheck: flag,
    jwk,
    jwks,
  },
  ['parameter'],
)

/** Whether a `jwks` is written as a key set (RFC 7517, section 5) and not as a mere list. */
export function isKeySet(jwks: readonly Jwk[] | JwkSet): jwks is JwkSet {
  return !Array.isArray(jwks)
}
