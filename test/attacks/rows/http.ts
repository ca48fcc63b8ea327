import { forgeToken } from '@meishi/core/testing'
import { type Answer, type Attack, bearer, passed, refused, requests, unparsed } from '../attack.js'
import { mint } from '../keys.js'

const good = (): string => bearer(mint())
const bad = (): string => bearer(forgeToken(mint()))
const HOST = 'Host: service.test'

/** A whole message of these lines, closed afterwards. */
const message =
  (first: string, lines: () => readonly string[], body = '') =>
  () => ({ raw: [`${[first, ...lines(), 'Connection: close'].join('\r\n')}\r\n\r\n${body}`] })
const get = (...lines: (() => string)[]) => message('GET / HTTP/1.1', () => lines.map((line) => line()))
const post = (body: string, ...lines: (() => string)[]) =>
  message('POST / HTTP/1.1', () => [HOST, ...lines.map((line) => line())], body)
const host = (value: string) => (): string => `Host: ${value}`
const chunked = (): string => 'Transfer-Encoding: chunked'
const many = (count: number): string =>
  Array.from({ length: count }, (_, at) => `X-Many-${at}: ${at}`).join('\r\n')

const missing = refused('token_missing')
const invalid = refused('signature_invalid')
/** Node 20 leaves out the headers that are too many; later ones refuse the request. */
const unread = Number.parseInt(process.versions.node, 10) < 22 ? missing : unparsed(431)
const silently = ({ reads: _unsaid, ...answer }: Answer): Answer => ({ ...answer, body: '' })

export const HTTP: readonly Attack[] = requests([
  ['Host that leads elsewhere', invalid, get(host('evil.test:80'), bad)],
  ['Host with markup', invalid, get(host('"><script>alert(1)</script>'), bad)],
  ['Host of eight kilobytes', invalid, get(host('h'.repeat(8192)), bad)],
  ['Host that is empty', invalid, get(host(''), bad)],
  ['Host with letters beyond ASCII', invalid, get(host('\xff\xfe'), bad)],
  ['Host twice', invalid, get(host('a.test'), host('b.test'), bad)],
  ['Host left out', unparsed(), get(good)],
  [
    'X-Forwarded-Host that leads elsewhere',
    invalid,
    get(host('a.test'), () => 'X-Forwarded-Host: evil.test', bad),
  ],
  ['X-Original-URL of another route', missing, get(host('a.test'), () => 'X-Original-URL: /optional')],
  ['another method by header', missing, get(host('a.test'), () => 'X-HTTP-Method-Override: OPTIONS')],
  [
    'a target with the name of another host',
    missing,
    message('GET http://evil.test/ HTTP/1.1', () => [HOST]),
  ],
  ['a target that is another host only', missing, message('GET //evil.test/optional HTTP/1.1', () => [HOST])],
  ['a target that climbs', missing, message('GET /optional/..%2f..%2f HTTP/1.1', () => [HOST])],
  [
    'a target with line breaks in escapes',
    invalid,
    message('GET /%0d%0aX-Injected:%201 HTTP/1.1', () => [HOST, bad()]),
  ],
  ['a query with broken escapes', missing, message('GET /?%zz=%zz HTTP/1.1', () => [HOST])],
  ['a target of a megabyte', missing, message(`GET /${'a'.repeat(1_048_576)} HTTP/1.1`, () => [HOST])],
  ['a target with a fragment', missing, message('GET /#access_token=x HTTP/1.1', () => [HOST])],
  ['a target with a space', unparsed(), message('GET / optional HTTP/1.1', () => [HOST, good()])],
  ['HEAD with a bad token', silently(invalid), () => ({ method: 'HEAD', headers: [bad()] })],
  ['TRACE sends nothing back', invalid, () => ({ method: 'TRACE', headers: [bad()] })],
  ['a method in lower case', unparsed(), message('get / HTTP/1.1', () => [HOST, good()])],
  ['a method that does not exist', unparsed(), message('EVIL / HTTP/1.1', () => [HOST, good()])],
  ['HTTP/2 without agreement', unparsed(), () => ({ raw: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'] })],
  ['HTTP/9.9', unparsed(), message('GET / HTTP/9.9', () => [HOST, good()])],
  ['no HTTP at all', unparsed(), () => ({ raw: ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'] })],
  ['a space before the colon', unparsed(), get(host('a.test'), () => `Authorization : Bearer ${mint()}`)],
  ['a NUL in a header name', unparsed(), get(host('a.test'), () => 'X-\0: 1', good)],
  ['a carriage return in a header', unparsed(), get(host('a.test'), () => 'X-A: 1\rX-B: 2', good)],
  ['a header line without a colon', unparsed(), get(host('a.test'), () => 'Authorization', good)],
  ['nine hundred headers', invalid, get(host('a.test'), () => many(900), bad)],
  [
    'a header named __proto__',
    invalid,
    get(
      host('a.test'),
      () => '__proto__: x',
      () => 'constructor: y',
      bad,
    ),
  ],
  ['a token behind more headers than Node reads', unread, get(host('a.test'), () => many(1100), good)],
  [
    'Connection naming Authorization',
    invalid,
    get(host('a.test'), () => 'Connection: close, Authorization', bad),
  ],
  ['an upgrade without a token', missing, get(host('a.test'), () => 'Upgrade: websocket')],
  [
    'an upgrade to HTTP/2 without a token',
    missing,
    get(
      host('a.test'),
      () => 'Upgrade: h2c',
      () => 'HTTP2-Settings: AAAA',
    ),
  ],
  ['a token in a trailer', missing, post(`2\r\nhi\r\n0\r\n${bearer(mint())}\r\n\r\n`, chunked)],
  ['a token in a trailer behind a bad one', invalid, post(`0\r\n${bearer(mint())}\r\n\r\n`, chunked, bad)],
  ['chunks and a length', unparsed(), post('0\r\n\r\n', chunked, () => 'Content-Length: 5', good)],
  [
    'two lengths',
    unparsed(),
    post(
      'hi',
      () => 'Content-Length: 2',
      () => 'Content-Length: 1',
      good,
    ),
  ],
  ['two lengths in one line', unparsed(), post('hi', () => 'Content-Length: 2, 2', good)],
  ['a length below zero', unparsed(), post('', () => 'Content-Length: -1', good)],
  ['a length beyond every number', unparsed(), post('', () => `Content-Length: ${'9'.repeat(40)}`, good)],
  [
    'an encoding behind the chunks',
    unparsed(),
    post('0\r\n\r\n', () => 'Transfer-Encoding: chunked, identity', good),
  ],
  ['an expectation that nobody meets', unparsed(417), get(host('a.test'), () => 'Expect: miracles', good)],
  ['a body that is not waited for', invalid, post('hi', () => 'Content-Length: 2', bad)],
  ['a chunked body behind a bad token', invalid, post('2\r\nhi\r\n0\r\n\r\n', chunked, bad)],
  [
    'a compressed body behind a bad token',
    invalid,
    post(
      '\x1f\x8b\x08',
      () => 'Content-Length: 3',
      () => 'Content-Encoding: gzip',
      bad,
    ),
  ],
  ['a chunked body behind a good token passes', passed(), post('2\r\nhi\r\n0\r\n\r\n', chunked, good)],
])
