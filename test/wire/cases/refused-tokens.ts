import { createHmac } from 'node:crypto'
import { createSigner, encodeToken, forgeToken, mintToken } from '@meishi/core/testing'
import { bearer, mint, POLICY, signer } from '../issuer.js'
import { type Code, type Faces, pluginSays, type RefusalCase, unproven } from './refusal-case.js'

const ofLength = (length: number): Faces =>
  unproven(pluginSays(400, 'I400JD', `JWT deserialize failed: (redacted, ${length} characters)`))

/** The `kid` is shown in the header, and nowhere else. */
const withoutKey = (kid: string): Faces => {
  const face = pluginSays(403, 'A403JK', `No matching JWK, kid:${kid} not found`)
  return unproven({ ...face, text: 'No matching JWK' })
}

const neighbour = createSigner({ kid: 'neighbour' })
const hmac = (input: string): Buffer => createHmac('sha256', 'shared secret').update(input).digest()
const claims = { iss: POLICY.issuer, aud: POLICY.audience, sub: 'alice' }
const repeated = encodeToken('{"alg":"ES256","alg":"none"}', claims, signer.sign)

const ROWS: readonly (readonly [code: Code, when: string, token: () => string, faces: Faces])[] = [
  ['token_malformed', 'it has no parts', () => 'certainly-not-a-token', ofLength(21)],
  ['token_malformed', 'a part is no base64url', () => 'eyJhbGciOiJFUzI1NiJ9.e30+.c2lnbmF0dXJl', ofLength(38)],
  ['token_malformed', 'the header is no JSON', () => 'bm90LWpzb24taW4taGVyZQ.e30.c2lnbmF0dXJl', ofLength(39)],
  ['token_malformed', 'a member is repeated', () => repeated, ofLength(repeated.length)],
  ['token_malformed', 'it is too large', () => 'a'.repeat(600), ofLength(600)],
  ['algorithm_refused', 'it is unsigned', () => forgeToken(mint(), 'none'), unproven()],
  [
    'algorithm_refused',
    'it is signed with a secret',
    () => encodeToken({ alg: 'HS256', kid: signer.kid }, claims, hmac),
    unproven(),
  ],
  ['algorithm_refused', 'the key is for another', () => mint({}, { alg: 'ES384' }), unproven()],
  ['header_refused', 'it is a logout token', () => mint({}, { typ: 'logout+jwt' }), unproven()],
  ['header_refused', 'an extension is critical', () => mint({}, { crit: ['exp'], exp: 1 }), unproven()],
  ['header_refused', 'the payload is not encoded', () => mint({}, { b64: false }), unproven()],
  ['header_refused', 'it is compressed', () => mint({}, { zip: 'DEF' }), unproven()],
  ['header_refused', 'it names an encryption', () => mint({}, { enc: 'A128GCM' }), unproven()],
  ['key_not_found', 'nobody has the key', () => mint({}, { kid: 'gone' }), withoutKey('gone')],
  [
    'key_not_found',
    'its kid is no text for a header',
    () => mint({}, { kid: `a b<i>"\u00e9\r\nX-Injected: 1${'z'.repeat(80)}` }),
    withoutKey(`a?b?i?????X-Injected:?1${'z'.repeat(41)}`),
  ],
  ['signature_invalid', 'the signature is another', () => forgeToken(mint()), unproven()],
  ['signature_invalid', 'the claims are others', () => forgeToken(mint(), 'payload'), unproven()],
  [
    'signature_invalid',
    'a neighbour signed it',
    () => mintToken(neighbour, claims, { kid: signer.kid }),
    unproven(),
  ],
  [
    'decryption_failed',
    'it is encrypted',
    () => 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkExMjhHQ00ifQ.a2V5.aXY.Y2lwaGVydGV4dA.dGFn',
    unproven(),
  ],
  ['issuer_refused', 'it is from elsewhere', () => mint({ iss: 'https://evil.test' }), unproven()],
  ['issuer_refused', 'it names a list of issuers', () => mint({ iss: [POLICY.issuer] }), unproven()],
]

/** Refused before anything in the token could be believed. */
export const REFUSED_TOKENS: readonly RefusalCase[] = [
  ...ROWS.map(([code, when, token, faces]) => ({
    code,
    when,
    options: () => ({ maxTokenBytes: 512 }),
    request: () => ({ headers: [bearer(token())] }),
    ...faces,
  })),
  {
    code: 'key_not_found',
    when: 'it names no kid and two keys fit',
    options: () => ({ keys: { jwks: { keys: [...signer.jwks.keys, ...neighbour.jwks.keys] } } }),
    request: () => ({ headers: [bearer(mint({}, { kid: undefined }))] }),
    ...withoutKey('null'),
  },
  {
    code: 'signature_invalid',
    when: 'a token is optional',
    options: () => ({ optional: true }),
    request: () => ({ headers: [bearer(forgeToken(mint()))] }),
    ...unproven(),
  },
]
