import { type Attack, tokens } from '../attack.js'
import { hmac } from '../forge.js'
import { claims, mallory, mint, seal } from '../keys.js'

const [ownJwk] = mallory.jwks.keys
const certificate = Buffer.from('a certificate that mallory made').toString('base64')

/** Signed by mallory, who says where the key is. */
const bringing = (header: object): string => seal({ alg: 'ES256', ...header }, claims(), mallory)

export const KEYS_IN_HEADERS: readonly Attack[] = tokens([
  ['jwk beside a kid that exists', 'signature_invalid', () => bringing({ kid: 'ec', jwk: ownJwk })],
  ['jwk with a kid of its own', 'key_not_found', () => bringing({ kid: 'mallory', jwk: ownJwk })],
  ['jwk and no kid', 'signature_invalid', () => bringing({ jwk: ownJwk })],
  ['jwk as text', 'signature_invalid', () => bringing({ kid: 'ec', jwk: JSON.stringify(ownJwk) })],
  [
    'jwk that has the kid of a real key',
    'signature_invalid',
    () => bringing({ kid: 'ec', jwk: { ...ownJwk, kid: 'ec' } }),
  ],
  [
    'jwk that is a secret',
    'algorithm_refused',
    () => {
      const k = Buffer.from('known to mallory').toString('base64url')
      return seal({ alg: 'HS256', kid: 'ec', jwk: { kty: 'oct', k } }, claims(), hmac('known to mallory'))
    },
  ],
  ['jwks', 'signature_invalid', () => bringing({ kid: 'ec', jwks: { keys: [ownJwk] } })],
  [
    'jku beside a kid that exists',
    'signature_invalid',
    ({ keyServer }) => bringing({ kid: 'ec', jku: `${keyServer}/jwks.json` }),
  ],
  [
    'jku beside a kid that does not',
    'key_not_found',
    ({ keyServer }) => bringing({ kid: 'mallory', jku: `${keyServer}/jwks.json` }),
  ],
  ['jku and no kid', 'signature_invalid', ({ keyServer }) => bringing({ jku: `${keyServer}/jwks.json` })],
  [
    'jku behind the name of the issuer',
    'signature_invalid',
    ({ keyServer }) => bringing({ kid: 'ec', jku: `https://id.test@${keyServer.slice(7)}/jwks.json` }),
  ],
  ['jku of a file', 'signature_invalid', () => bringing({ kid: 'ec', jku: 'file:///dev/zero' })],
  ['x5u', 'signature_invalid', ({ keyServer }) => bringing({ kid: 'ec', x5u: `${keyServer}/cert.pem` })],
  [
    'x5u beside a kid that does not exist',
    'key_not_found',
    ({ keyServer }) => bringing({ kid: 'mallory', x5u: `${keyServer}/cert.pem` }),
  ],
  ['x5c', 'signature_invalid', () => bringing({ kid: 'ec', x5c: [certificate] })],
  ['x5c and no kid', 'signature_invalid', () => bringing({ x5c: [certificate] })],
  ['x5t', 'signature_invalid', () => bringing({ x5t: 'AAAA', 'x5t#S256': 'AAAA' })],
  [
    'kid that is the address of a key',
    'key_not_found',
    ({ keyServer }) => bringing({ kid: `${keyServer}/jwks.json` }),
  ],
  [
    'iss that is the address of a key server',
    'issuer_refused',
    ({ keyServer }) => seal({ alg: 'ES256', kid: 'ec' }, claims({ iss: keyServer }), mallory),
    '/several',
  ],
  [
    'jku above a genuine signature passes, and nobody asks there',
    'passed',
    ({ keyServer }) => mint({}, { jku: `${keyServer}/jwks.json`, x5u: `${keyServer}/cert.pem`, jwk: ownJwk }),
  ],
])
