import { deflateRawSync } from 'node:zlib'
import { type Attack, passed, type Refused, refused, requests, tokens, unavailable } from '../attack.js'
import { encryptByHand } from '../encrypt-by-hand.js'
import { nothing } from '../forge.js'
import { claims, mallory, mint, seal } from '../keys.js'
import { agreed, direct, oaep, secretOf, toSigningKey, wrapped } from '../recipients.js'

const DIRECT = { alg: 'dir', enc: 'A256GCM', kid: 'direct' }
/** What only who has the secret can make: everything inside is genuine, and the header is whatever is wanted. */
const byHand = (header: object | string = {}, content: string | Uint8Array = mint()): string =>
  encryptByHand(typeof header === 'string' ? header : { ...DIRECT, ...header }, content, secretOf(direct))

/** The same token under another header, which its tag does not cover. */
function reheaded(token: string, change: object): string {
  const [header = '', ...rest] = token.split('.')
  const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...change }
  return [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...rest].join('.')
}

/** One of the five parts changed. */
const part = (token: string, at: number, change: (text: string) => string): string =>
  token
    .split('.')
    .map((text, index) => (index === at ? change(text) : text))
    .join('.')
const cut = (characters: number) => (text: string) => text.slice(0, -characters)

const toOaep = await oaep.encrypt(mint())
const toAgreed = await agreed.encrypt(mint())
const toWrapped = await wrapped.encrypt(mint())
const [signsOaep, signsOldOaep] = [
  await toSigningKey(mint(), 'RSA-OAEP-256'),
  await toSigningKey(mint(), 'RSA-OAEP'),
]
const bareToOaep = await oaep.encrypt(claims())
const { epk } = JSON.parse(Buffer.from(toAgreed.split('.')[0] ?? '', 'base64url').toString())
const bomb = deflateRawSync(Buffer.from(JSON.stringify({ ...claims(), filler: 'A'.repeat(10_000_000) })))

/** None of these is opened. */
const UNOPENED: readonly (readonly [name: string, token: () => string])[] = [
  ['a signed token where an encrypted one is required', () => mint()],
  ['compressed content', () => byHand({ zip: 'DEF' }, deflateRawSync(Buffer.from(mint())))],
  ['compressed content that grows to ten million letters', () => byHand({ zip: 'DEF' }, bomb)],
  ['zip null', () => byHand({ zip: null })],
  ['an extension that is critical', () => byHand({ crit: ['exp'], exp: 1 })],
  ['crit of nothing', () => byHand({ crit: [] })],
  ['b64', () => byHand({ b64: false })],
  ['RSA1_5', () => reheaded(toOaep, { alg: 'RSA1_5' })],
  ['RSA-OAEP where the key is for RSA-OAEP-256', () => reheaded(toOaep, { alg: 'RSA-OAEP' })],
  [
    'a password that is hashed two thousand million times',
    () => reheaded(toWrapped, { alg: 'PBES2-HS512+A256KW', p2c: 2_147_483_647, p2s: 'QUJDREVGR0g' }),
  ],
  ['a key wrapped by GCM', () => reheaded(toWrapped, { alg: 'A128GCMKW', iv: 'AAAA', tag: 'AAAA' })],
  [
    'dir with the secret that wraps keys',
    () => encryptByHand({ alg: 'dir', enc: 'A128GCM', kid: 'wrapped' }, mint(), secretOf(wrapped)),
  ],
  ['A128KW with the secret of dir', () => reheaded(toWrapped, { kid: 'direct' })],
  ['dir with an encrypted key', () => part(byHand(), 1, () => 'QUJD')],
  ['dir in CBC with the secret of GCM', () => byHand({ enc: 'A128CBC-HS256' })],
  ['alg none', () => byHand({ alg: 'none' })],
  ['alg in lower case', () => reheaded(toOaep, { alg: 'rsa-oaep-256' })],
  ['alg of a signature', () => byHand({ alg: 'ES256' })],
  ['alg __proto__', () => byHand({ alg: '__proto__' })],
  ['alg twice', () => byHand('{"alg":"A128KW","alg":"dir","enc":"A256GCM","kid":"direct"}')],
  ['enc left out', () => byHand({ enc: undefined })],
  ['enc that is not accepted', () => byHand({ enc: 'A192GCM' })],
  ['kid of another key', () => byHand({ kid: 'oaep' })],
  ['kid of nobody', () => byHand({ kid: '../../dev/null' })],
  ['kid that is no text', () => byHand({ kid: ['direct'] })],
  ['a key that is for signatures', () => signsOaep],
  ['a key that is for signatures, by the older algorithm', () => signsOldOaep],
  [
    'a key in the header',
    () => encryptByHand({ ...DIRECT, jwk: { kty: 'oct', k: 'A'.repeat(43) } }, mint(), Buffer.alloc(32)),
  ],
  ['a key of zeros', () => encryptByHand(DIRECT, mint(), Buffer.alloc(32))],
  ['another ephemeral curve', () => reheaded(toAgreed, { epk: { ...epk, crv: 'P-384' } })],
  ['a point that is not on the curve', () => reheaded(toAgreed, { epk: { ...epk, y: epk.x } })],
  ['the point at infinity', () => reheaded(toAgreed, { epk: { ...epk, x: '', y: '' } })],
  [
    'a point of X25519 of small order',
    () => reheaded(toAgreed, { epk: { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) } }),
  ],
  ['an ephemeral key that is a secret', () => reheaded(toAgreed, { epk: { kty: 'oct', k: 'AAAA' } })],
  ['no ephemeral key', () => reheaded(toAgreed, { epk: undefined })],
  ['a tag cut by one byte', () => part(byHand(), 4, cut(2))],
  ['a tag cut to four bytes', () => part(byHand(), 4, () => 'AAAAAA')],
  ['a changed tag', () => part(byHand(), 4, (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1))],
  ['no tag', () => part(byHand(), 4, () => '')],
  ['no initialization vector', () => part(byHand(), 2, () => '')],
  ['an initialization vector of another length', () => part(byHand(), 2, () => 'AAAA')],
  ['no ciphertext', () => part(byHand(), 3, () => '')],
  ['no encrypted key', () => part(toOaep, 1, () => '')],
  ['an encrypted key of zeros', () => part(toOaep, 1, (text) => 'A'.repeat(text.length))],
  ['nothing but dots', () => '....'],
  ['padding behind the tag', () => `${byHand()}==`],
  ['stray bits in the encrypted key', () => part(toOaep, 1, (text) => `${text.slice(0, -1)}${next(text)}`)],
  ['stray bits in the tag', () => part(byHand(), 4, (text) => `${text.slice(0, -1)}${next(text)}`)],
  ['six parts', () => `${byHand()}.AAAA`],
  ['an encrypted token in an encrypted token', () => byHand({ cty: 'JWT' }, byHand())],
  ['bare claims that nobody signed', () => byHand({}, JSON.stringify(claims()))],
  ['claims in the header alone', () => byHand({ ...claims() }, '{}')],
  ['nothing inside', () => byHand({}, '')],
  ['a token with white space behind it inside', () => byHand({}, `${mint()}\n`)],
  ['the prefix of a scheme inside', () => byHand({}, `Bearer ${mint()}`)],
  ['bytes that are no text inside', () => byHand({}, Buffer.alloc(200, 0xff))],
]

/** The last letter with its lowest bit flipped: four or two bits of it mean nothing. */
function next(text: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return letters[letters.indexOf(text.at(-1) ?? 'A') ^ 1] as string
}

/** The same refusal in both profiles for all of them. */
const unopened: readonly Attack[] = (['rfc6750', 'gateway'] as const).flatMap((profile) =>
  requests(
    UNOPENED.map(([name, token]) => [
      `${name} (${profile})`,
      refused('decryption_failed', profile),
      () => ({
        target: profile === 'gateway' ? '/encrypted-gateway' : '/encrypted',
        headers: [`Authorization: Bearer ${token()}`],
      }),
    ]),
  ),
)

/** What can be opened is a token like any other. */
const opened = (name: string, answer: Refused | 'passed', token: () => string, target = '/encrypted') =>
  [name, answer, token, target] as const

const crowd = await Promise.all([oaep.encrypt(mint()), oaep.encrypt(mint())])
const line = (token: string, more = ''): string =>
  `GET /encrypted-capped HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`

export const ENCRYPTED: readonly Attack[] = [
  ...unopened,
  ...tokens([
    opened('no signature inside', 'algorithm_refused', () =>
      byHand({}, seal({ alg: 'none' }, claims(), nothing)),
    ),
    opened('a stranger’s signature inside', 'signature_invalid', () =>
      byHand({}, mint({}, { kid: 'ec' }, mallory)),
    ),
    opened('an expired token inside', 'token_expired', () => byHand({}, mint({ exp: 1_000_000_000 }))),
    opened('a refresh token inside', 'header_refused', () =>
      byHand({ typ: 'JWT' }, mint({}, { typ: 'refresh+jwt' })),
    ),
    opened('another audience inside, the right one outside', 'audience_refused', () =>
      byHand({ aud: claims().aud }, mint({ aud: 'https://else.test' })),
    ),
    opened('bare claims under a public key', 'decryption_failed', () => bareToOaep, '/encrypted-bare'),
    opened(
      'bare claims of another kind',
      'header_refused',
      () => byHand({ typ: 'logout+jwt' }, JSON.stringify(claims())),
      '/encrypted-bare',
    ),
    opened(
      'bare claims that name a member twice',
      'decryption_failed',
      () => byHand({}, '{"sub":"alice","sub":"root"}'),
      '/encrypted-bare',
    ),
    opened('an encrypted token where nobody opens any', 'decryption_failed', () => byHand(), '/'),
    opened('a signed token in an encrypted one passes', 'passed', () => byHand()),
    opened('one to an RSA key passes', 'passed', () => toOaep),
    opened('one to an agreed key passes', 'passed', () => toAgreed),
    opened('one under a wrapped key passes', 'passed', () => toWrapped),
    opened(
      'bare claims by name pass',
      'passed',
      () => byHand({ typ: 'JWT' }, JSON.stringify(claims())),
      '/encrypted-bare',
    ),
    opened('a signed token passes while both are accepted', 'passed', () => mint(), '/encrypted-or-signed'),
    opened(
      'an encrypted token passes while both are accepted',
      'passed',
      () => byHand(),
      '/encrypted-or-signed',
    ),
  ]),
  ...requests([
    [
      'more private-key operations at once than are allowed',
      [passed(), unavailable()],
      () => ({ raw: [line(crowd[0]) + line(crowd[1], 'Connection: close\r\n')] }),
    ],
  ]),
]
