import { type Attack, tokens } from '../attack.js'
import { claims, ec, headerOf, seal } from '../keys.js'

const HEADER = '{"alg":"ES256","kid":"ec"}'
const good = (): string => JSON.stringify(claims())
const header = (text: string | Buffer): string => {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text)
  const input = `${bytes.toString('base64url')}.${Buffer.from(good()).toString('base64url')}`
  return `${input}.${ec.sign(input).toString('base64url')}`
}
const payload = (change: (text: string) => string | Buffer): string => seal(headerOf(ec), change(good()))
/** The payload with members put in front of all others. */
const before = (members: string): string => payload((text) => `{${members},${text.slice(1)}`)
const after = (members: string): string => payload((text) => `${text.slice(0, -1)},${members}}`)
const nested = (levels: number): string => after(`"deep":${'['.repeat(levels)}${']'.repeat(levels)}`)
const bytes = (...list: number[]): Buffer => Buffer.from(list)
const withBytes = (inside: Buffer): string =>
  payload((text) => Buffer.concat([Buffer.from(`${text.slice(0, -1)},"x":"`), inside, Buffer.from('"}')]))

export const JSON_TEXTS: readonly Attack[] = tokens([
  ['alg twice', 'token_malformed', () => header('{"alg":"ES256","kid":"ec","alg":"none"}')],
  [
    'alg twice, and both the same',
    'token_malformed',
    () => header('{"alg":"ES256","kid":"ec","alg":"ES256"}'),
  ],
  [
    'alg twice, once in escapes',
    'token_malformed',
    () => header('{"alg":"ES256","kid":"ec","\\u0061lg":"none"}'),
  ],
  ['kid twice', 'token_malformed', () => header('{"alg":"ES256","kid":"gone","kid":"ec"}')],
  [
    'a member twice inside jwk',
    'token_malformed',
    () => header('{"alg":"ES256","kid":"ec","jwk":{"x":1,"x":2}}'),
  ],
  ['sub twice', 'token_malformed', () => after('"sub":"admin"')],
  ['sub twice, once in escapes', 'token_malformed', () => after('"\\u0073ub":"admin"')],
  ['sub twice, once in escapes of a longer kind', 'token_malformed', () => after('"su\\u0062":"admin"')],
  ['exp twice', 'token_malformed', () => before('"exp":1')],
  ['iss twice', 'token_malformed', () => before('"iss":"https://evil.test"')],
  [
    'iss twice where iss chooses the issuer',
    'token_malformed',
    () => before('"iss":"https://neighbour.test"'),
    '/several',
  ],
  [
    'a member twice inside an object',
    'token_malformed',
    () => after('"realm":{"roles":["user"],"roles":["admin"]}'),
  ],
  ['a member twice inside a list', 'token_malformed', () => after('"list":[{"a":1,"a":2}]')],
  ['__proto__ twice', 'token_malformed', () => after('"__proto__":{},"__proto__":{}')],
  ['an empty name twice', 'token_malformed', () => after('"":1,"":2')],
  [
    'a repeated member hidden behind a colon in a string',
    'token_malformed',
    () => after('"a":":","a":"\\":"'),
  ],
  ['a header that is a list', 'token_malformed', () => header('["ES256"]')],
  ['a header that is null', 'token_malformed', () => header('null')],
  ['a header that is a string', 'token_malformed', () => header('"ES256"')],
  ['a header that is a number', 'token_malformed', () => header('256')],
  ['a header that is empty', 'token_malformed', () => header('{}')],
  ['a header that is cut off', 'token_malformed', () => header('{"alg":"ES256","kid":"ec"')],
  ['a header and more behind it', 'token_malformed', () => header(`${HEADER}{}`)],
  ['a header that ends in a NUL', 'token_malformed', () => header(`${HEADER}\0`)],
  ['a header with a comment', 'token_malformed', () => header('{"alg":"ES256",/**/"kid":"ec"}')],
  ['a header with a comma too many', 'token_malformed', () => header('{"alg":"ES256","kid":"ec",}')],
  ['a header in single quotes', 'token_malformed', () => header("{'alg':'ES256','kid':'ec'}")],
  ['a header with a BOM', 'token_malformed', () => header(`\ufeff${HEADER}`)],
  ['a header in UTF-16', 'token_malformed', () => header(Buffer.from(HEADER, 'utf16le'))],
  [
    'a header of invalid UTF-8',
    'token_malformed',
    () =>
      header(Buffer.concat([Buffer.from('{"alg":"ES256","kid":"ec","x":"'), bytes(0xff), Buffer.from('"}')])),
  ],
  [
    'a header seventeen levels deep',
    'token_malformed',
    () => header(`{"alg":"ES256","kid":"ec","x":${'['.repeat(16)}${']'.repeat(16)}}`),
  ],
  [
    'a header thousands of levels deep',
    'token_malformed',
    () => header(`{"alg":"ES256","kid":"ec","x":${'['.repeat(4000)}${']'.repeat(4000)}}`),
  ],
  ['a payload with a BOM', 'token_malformed', () => payload((text) => `\ufeff${text}`)],
  ['a payload in UTF-16', 'token_malformed', () => payload((text) => Buffer.from(text, 'utf16le'))],
  ['a payload with a lone byte', 'token_malformed', () => withBytes(bytes(0x80))],
  ['a payload with an overlong slash', 'token_malformed', () => withBytes(bytes(0xc0, 0xaf))],
  ['a payload with an encoded surrogate', 'token_malformed', () => withBytes(bytes(0xed, 0xa0, 0x80))],
  [
    'a payload with a character beyond Unicode',
    'token_malformed',
    () => withBytes(bytes(0xf4, 0x90, 0x80, 0x80)),
  ],
  ['a payload with half a character', 'token_malformed', () => withBytes(bytes(0xe2, 0x82))],
  ['a payload with a bare control character', 'token_malformed', () => withBytes(bytes(0x0a))],
  ['a payload with a bare NUL', 'token_malformed', () => withBytes(bytes(0x00))],
  ['a payload and more behind it', 'token_malformed', () => payload((text) => `${text}[]`)],
  ['a payload twice', 'token_malformed', () => payload((text) => text + text)],
  ['a payload with a comma too many', 'token_malformed', () => payload((text) => `${text.slice(0, -1)},}`)],
  ['a payload with an unquoted name', 'token_malformed', () => after('admin:true')],
  ['a payload with a string that does not end', 'token_malformed', () => after('"admin":"')],
  ['a payload with a backslash before its last quote', 'token_malformed', () => after('"a":"\\"')],
  ['a payload of seventeen levels', 'token_malformed', () => nested(16)],
  ['a payload of thousands of levels', 'token_malformed', () => nested(5000)],
  [
    'a payload of levels that never close',
    'token_malformed',
    () => payload((text) => `${text.slice(0, -1)},"d":${'['.repeat(8000)}`),
  ],
  ['a payload of sixteen levels passes', 'passed', () => nested(15)],
  ['a payload with white space around passes', 'passed', () => payload((text) => ` \r\n\t${text}\n `)],
  ['a lone surrogate in escapes passes', 'passed', () => after('"x":"\\ud800"')],
  [
    'a thousand members pass',
    'passed',
    () => after(Array.from({ length: 1000 }, (_, at) => `"${at}":0`).join()),
  ],
  [
    'a claim named like what objects inherit passes',
    'passed',
    () => after('"toString":1,"hasOwnProperty":2,"valueOf":3'),
  ],
])
