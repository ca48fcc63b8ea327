import {
  type Attack,
  bearer,
  passed,
  type Refused,
  refused,
  requests,
  type TokenRow,
  tokens,
} from '../attack.js'
import { claims, ec, headerOf, mint, respell, seal } from '../keys.js'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SEGMENTS = ['header', 'payload', 'signature'] as const

/** A token all of whose segments end in a group that is not full, so that they could be padded. */
function unfilled(): string {
  for (let length = 0; ; length++) {
    const token = mint({ fill: 'f'.repeat(length) }, { fill: 'f'.repeat(length % 3) })
    if (token.split('.').every((part) => part.length % 4 > 1)) return token
  }
}

/** The same bytes to lenient decoders: the bits of the last letter that belong to none. */
const stray = (text: string): string => text.slice(0, -1) + LETTERS[LETTERS.indexOf(text.at(-1) ?? '') + 1]
const padded = (text: string): string => text + '='.repeat((4 - (text.length % 4)) % 4)
const inside = (text: string, what: string): string => `${text.slice(0, 9)}${what}${text.slice(9)}`

type Spelling = readonly [what: string, answer: Refused, change: (text: string) => string]

const SPELLINGS: readonly Spelling[] = [
  ['padded', 'token_malformed', padded],
  ['with stray bits', 'token_malformed', stray],
  ['with a plus', 'token_malformed', (text) => inside(text, '+')],
  ['with a slash', 'token_malformed', (text) => inside(text, '/')],
  ['with a foreign letter', 'token_malformed', (text) => inside(text, '\xe9')],
  ['with a percent escape', 'token_malformed', (text) => inside(text, '%41')],
  ['with a quote', 'token_malformed', (text) => inside(text, '"')],
  ['with a letter too many', 'token_malformed', (text) => `${text}${'A'.repeat(5 - (text.length % 4))}`],
  ['with a space inside', 'request_malformed', (text) => inside(text, ' ')],
  ['with a tab inside', 'request_malformed', (text) => inside(text, '\t')],
  ['with a no-break space inside', 'request_malformed', (text) => inside(text, '\xa0')],
]

const inEverySegment: readonly TokenRow[] = SEGMENTS.flatMap((segment, at) =>
  SPELLINGS.map(
    ([what, answer, change]): TokenRow => [
      `the ${segment} ${what}`,
      answer,
      () => respell(unfilled(), at as 0 | 1 | 2, change),
    ],
  ),
)

/** Spelled otherwise and signed so: only the spelling is wrong. */
const genuinely = (change: (payload: string) => string): string => {
  const [header, payload = ''] = unfilled().split('.')
  const input = `${header}.${change(payload)}`
  return `${input}.${ec.sign(input).toString('base64url')}`
}

const flattened = (): string => {
  const [protectedHeader, payload, signature] = mint().split('.')
  return JSON.stringify({ payload, protected: protectedHeader, signature })
}

const filled = (length: number): string => seal(headerOf(ec), claims({ fill: 'f'.repeat(length) }))
const inQuery = (token: string) => () => ({ target: `/sources?access_token=${token}` })

export const SPELLING: readonly Attack[] = [
  ...tokens([
    ...inEverySegment,
    ['the payload padded, and signed so', 'token_malformed', () => genuinely(padded)],
    ['the payload with stray bits, and signed so', 'token_malformed', () => genuinely(stray)],
    ['no dots', 'token_malformed', () => mint().replaceAll('.', '')],
    ['one dot', 'token_malformed', () => mint().split('.', 2).join('.')],
    ['only dots', 'token_malformed', () => '..'],
    ['a dot before', 'token_malformed', () => `.${mint()}`],
    ['a dot behind', 'token_malformed', () => `${mint()}.`],
    ['two dots between', 'token_malformed', () => mint().replace('.', '..')],
    ['four parts', 'token_malformed', () => `${mint()}.AAAA`],
    ['five parts, as of an encrypted token', 'decryption_failed', () => `${mint()}.AAAA.AAAA`],
    [
      'five parts without a key',
      'decryption_failed',
      () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA',
    ],
    ['five parts, one of them empty', 'token_malformed', () => `${mint()}..AAAA`],
    ['six parts', 'token_malformed', () => `${mint()}.AAAA.AAAA.AAAA`],
    ['twice the token', 'token_malformed', () => `${mint()}.${mint()}`],
    ['the JSON serialization', 'request_malformed', flattened],
    [
      'the JSON serialization in base64url',
      'token_malformed',
      () => Buffer.from(flattened()).toString('base64url'),
    ],
    ['a token in quotes', 'token_malformed', () => `"${mint()}"`],
    ['a token in angle brackets', 'token_malformed', () => `<${mint()}>`],
    ['a token with a semicolon behind', 'token_malformed', () => `${mint()};`],
    ['a token in full stops that are wide', 'token_malformed', () => mint().replaceAll('.', '\xef\xbc\x8e')],
    ['twenty kilobytes', 'token_malformed', () => filled(20_000)],
    ['a megabyte', 'token_malformed', () => filled(1_048_576)],
    ['a megabyte of dots', 'token_malformed', () => '.'.repeat(1_048_576)],
    ['twelve kilobytes pass', 'passed', () => filled(8_800)],
  ]),
  ...requests([
    ['a plus in the query', refused('token_malformed'), () => inQuery(inside(mint(), '+'))()],
    ['a line break in the query', refused('token_malformed'), () => inQuery(`${mint()}%0A`)()],
    ['a NUL in the query', refused('token_malformed'), () => inQuery(`${mint()}%00`)()],
    ['a padded token in the query', refused('token_malformed'), () => inQuery(`${unfilled()}%3D`)()],
    ['a broken escape in the query', refused('request_malformed'), () => inQuery(`${mint()}%zz`)()],
    [
      'a token in escapes is the same token and passes',
      passedPrivately(),
      () => inQuery(mint().replace('.', '%2E'))(),
    ],
    [
      'a NUL in the header',
      { status: 400, decision: 'none', headers: {} },
      () => ({ headers: [bearer(inside(mint(), '\0'))] }),
    ],
  ]),
]

function passedPrivately(): ReturnType<typeof passed> {
  return { ...passed(), headers: { 'Cache-Control': 'private' } }
}
