import { type Answer, type Attack, bearer, requests, tokens } from '../attack.js'
import { hmac } from '../forge.js'
import { claims, ec, mint, NEIGHBOUR, neighbour, rsa, SECRET_ISSUER, seal } from '../keys.js'

const withKid = (kid: unknown): string => mint({}, { kid })
/** Where a path leads to an empty file, or a lookup to nothing, the secret would be empty. */
const bySecretAt = (kid: string): string =>
  seal({ alg: 'HS256', kid }, claims({ iss: SECRET_ISSUER }), hmac(''))

const notFound = (shown: string): Answer => ({
  status: 403,
  decision: 'key_not_found',
  headers: {
    'Cache-Control': 'no-store',
    'X-Ca-Error-Code': 'A403JK',
    'X-Ca-Error-Message': `No matching JWK, kid:${shown} not found`,
  },
})

const toGateway = (kid: string) => () => ({ target: '/gateway', headers: [bearer(withKid(kid))] })

export const KIDS: readonly Attack[] = [
  ...tokens([
    ['kid as a path', 'key_not_found', () => withKid('../../../../dev/null')],
    [
      'kid as a path to an empty secret',
      'key_not_found',
      () => bySecretAt('../../../../dev/null'),
      '/secret',
    ],
    [
      'kid as the path of the process itself',
      'key_not_found',
      () => bySecretAt('/proc/self/environ'),
      '/secret',
    ],
    ['kid as a Windows path', 'key_not_found', () => withKid('..\\..\\nul')],
    ['kid __proto__', 'key_not_found', () => withKid('__proto__')],
    ['kid constructor', 'key_not_found', () => withKid('constructor')],
    ['kid toString', 'key_not_found', () => withKid('toString')],
    ['kid hasOwnProperty', 'key_not_found', () => withKid('hasOwnProperty')],
    ['kid prototype', 'key_not_found', () => withKid('prototype')],
    ['kid __proto__ with an empty secret', 'key_not_found', () => bySecretAt('__proto__'), '/secret'],
    ['kid undefined, as a word', 'key_not_found', () => withKid('undefined')],
    ['kid as SQL', 'key_not_found', () => withKid("ec' UNION SELECT 'secret' -- ")],
    ['kid as a shell command', 'key_not_found', () => withKid('ec; cat /etc/passwd |')],
    ['kid as a template', 'key_not_found', () => withKid('{{process.env.HOME}}')],
    ['kid as a list in text', 'key_not_found', () => withKid('ec,rsa')],
    ['kid with a bar', 'key_not_found', () => withKid('ec|rsa')],
    ['kid as a pattern', 'key_not_found', () => withKid('.*')],
    ['kid ended by a NUL', 'key_not_found', () => withKid('ec\0')],
    ['kid with a line break', 'key_not_found', () => withKid('ec\r\nX-Injected: 1')],
    ['kid with a space behind it', 'key_not_found', () => withKid('ec ')],
    ['kid in other case', 'key_not_found', () => withKid('EC')],
    ['kid in letters that look alike', 'key_not_found', () => withKid('\u0435\u0441')],
    ['kid of no characters', 'key_not_found', () => withKid('')],
    ['kid of eight thousand characters', 'key_not_found', () => withKid('k'.repeat(8000))],
    ['kid of a megabyte', 'token_malformed', () => withKid('k'.repeat(1_048_576))],
    ['kid a number', 'token_malformed', () => withKid(1)],
    ['kid null', 'token_malformed', () => withKid(null)],
    ['kid true', 'token_malformed', () => withKid(true)],
    ['kid a list', 'token_malformed', () => withKid(['ec'])],
    ['kid an object', 'token_malformed', () => withKid({ toString: 'ec' })],
    ['kid unknown, and the only key of its kind does not step in', 'key_not_found', () => withKid('gone')],
    [
      'kid unknown to the one secret, which does not step in',
      'key_not_found',
      () => bySecretAt('gone'),
      '/secret',
    ],
    ['kid of another key of the issuer', 'algorithm_refused', () => mint({}, { kid: 'rsa' }, ec)],
    ['no kid, and two keys fit', 'key_not_found', () => mint({}, { kid: undefined }, rsa)],
    ['kid that a neighbour uses too', 'signature_invalid', () => mint({}, {}, neighbour), '/several'],
    [
      'kid that a neighbour uses too, and the issuer of the other',
      'signature_invalid',
      () => mint({ iss: NEIGHBOUR }, {}, ec),
      '/several',
    ],
    ['no kid, and one key fits, passes', 'passed', () => mint({}, { kid: undefined }, ec)],
    ['kid in escapes is the same kid and passes', 'passed', () => seal('{"alg":"ES256","kid":"\\u0065c"}')],
  ]),
  ...requests([
    [
      'kid shown by the gateway profile cannot break its header',
      notFound('a?b??X-Injected:?1'),
      toGateway('a b\r\nX-Injected: 1'),
    ],
    ['kid shown by the gateway profile is cut', notFound('k'.repeat(64)), toGateway('k'.repeat(9000))],
    [
      'kid shown by the gateway profile has no markup',
      notFound('?script?alert?1??/script?'),
      toGateway('<script>alert(1)</script>'),
    ],
  ]),
]
