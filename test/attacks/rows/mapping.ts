import { type Answer, type Attack, type AttackRequest, bearer, passed, refused, requests } from '../attack.js'
import { mint } from '../keys.js'

interface Seen {
  readonly user?: string
  readonly roles?: string
  readonly tenant?: string
}

/** What the handler reads where claims are mapped: exactly this, and nothing of the client. */
const seen = ({ user, roles, tenant }: Seen): Answer => passed(JSON.stringify({ user, roles, tenant }))

const to =
  (target: string, claims: object, ...headers: string[]) =>
  (): AttackRequest => ({ target, headers: [bearer(mint({ ...claims })), ...headers] })
const mapped = (sub: unknown, ...headers: string[]) => to('/mapped', { sub }, ...headers)

export const MAPPING: readonly Attack[] = [
  ...requests([
    [
      'a claim that would end its header line',
      seen({ user: 'alice%0D%0AX-Injected:%201' }),
      mapped('alice\r\nX-Injected: 1'),
    ],
    [
      'a claim that would end its header line with a line feed',
      seen({ user: 'alice%0AX-Injected:%201' }),
      mapped('alice\nX-Injected: 1'),
    ],
    [
      'a claim that would end the head of the message',
      seen({ user: '%0D%0A%0D%0A<html>' }),
      mapped('\r\n\r\n<html>'),
    ],
    ['a claim with a NUL', seen({ user: 'alice%00' }), mapped('alice\0')],
    ['a claim with a tab and a vertical one', seen({ user: '%09%0B' }), mapped('\t\v')],
    [
      'a claim with characters whose low byte is a line break',
      seen({ user: '%E5%98%8D%E5%98%8A' }),
      mapped('\u560d\u560a'),
    ],
    [
      'a claim with letters beyond ASCII',
      seen({ user: 'Ren%C3%A9%20%E5%90%8D%E5%88%BA' }),
      mapped('René 名刺'),
    ],
    ['a claim with a line separator', seen({ user: '%E2%80%A8' }), mapped('\u2028')],
    ['a claim with a lone surrogate', seen({ user: '%EF%BF%BD' }), mapped('\ud800')],
    ['a claim that looks escaped already', seen({ user: 'a%2541%252C' }), mapped('a%41%2C')],
    ['a claim with a comma is no list', seen({ user: 'alice%2Cadmin' }), mapped('alice,admin')],
    ['a list is told from a text with a comma', seen({ user: 'alice,admin' }), mapped(['alice', 'admin'])],
    ['a list of one text with a comma', seen({ user: 'alice%2Cadmin' }), mapped(['alice,admin'])],
    ['a claim that is an object', seen({ user: '{"a":1%2C"b":"%250D"}' }), mapped({ a: 1, b: '%0D' })],
    ['a claim that is an empty text', seen({ user: '' }), mapped('')],
    ['a claim that is null', seen({}), mapped(null, 'X-User: admin')],
    ['a claim that is an empty list', seen({}), mapped([], 'X-User: admin')],
    ['a claim that is absent', seen({}), mapped(undefined, 'X-User: admin')],
    [
      'a nested claim that is inherited',
      seen({ user: 'alice' }),
      to('/mapped', { realm: [] }, 'X-Roles: admin'),
    ],
    ['a nested claim of a text', seen({ user: 'alice' }), to('/mapped', { realm: 'roles' })],
    [
      'a header of the client under the mapped name',
      seen({ user: 'alice' }),
      mapped('alice', 'X-User: admin'),
    ],
    [
      'two headers of the client under the mapped name',
      seen({ user: 'alice' }),
      mapped('alice', 'X-User: admin', 'x-user: root'),
    ],
    ['a header of the client with an underscore', seen({ user: 'alice' }), mapped('alice', 'X_User: admin')],
    ['a header of the client with a dot', seen({ user: 'alice' }), mapped('alice', 'X.User: admin')],
    [
      'a header of the client where nothing is mapped',
      seen({ user: 'alice' }),
      mapped('alice', 'X-Roles: admin'),
    ],
    [
      'a query of the client under the mapped name',
      seen({ user: 'alice', tenant: 'blue' }),
      to('/mapped?tenant=red', { tenant: 'blue' }),
    ],
    [
      'a query of the client in escapes',
      seen({ user: 'alice', tenant: 'blue' }),
      to('/mapped?%74enant=red', { tenant: 'blue' }),
    ],
    [
      'a query of the client in brackets',
      seen({ user: 'alice', tenant: 'blue' }),
      to('/mapped?tenant[]=red&tenant[a]=red', { tenant: 'blue' }),
    ],
    [
      'a query of the client in capitals',
      seen({ user: 'alice', tenant: 'blue' }),
      to('/mapped?TENANT=red', { tenant: 'blue' }),
    ],
    ['a query of the client where nothing is mapped', seen({ user: 'alice' }), to('/mapped?tenant=red', {})],
    [
      'a claim that would add a parameter',
      seen({ user: 'alice', tenant: 'blue&tenant=red#x' }),
      to('/mapped', { tenant: 'blue&tenant=red#x' }),
    ],
    [
      'a mapped name announced as a trailer',
      refused('request_malformed'),
      mapped('alice', 'Trailer: X-User'),
    ],
    [
      'a mapped name announced as a trailer, otherwise spelled',
      refused('request_malformed'),
      mapped('alice', 'Trailer: Expires, x_user'),
    ],
    [
      'a mapped name in a trailer that nobody announced',
      seen({ user: 'alice' }),
      () => ({ raw: [chunkedWithTrailer(`/mapped`, 'X-User: admin')] }),
    ],
    [
      'a claim sent back in a header of the answer',
      passed(),
      to('/reflected', { sub: 'a\r\nSet-Cookie: session=1\r\n\r\n<html>' }),
    ],
    ['a claim sent back in a header beyond Latin-1', passed(), to('/reflected', { sub: '名刺' })],
  ]),
]

function chunkedWithTrailer(target: string, trailer: string): string {
  const head = ['Host: service.test', 'Connection: close', 'Transfer-Encoding: chunked', bearer(mint())]
  return `POST ${target} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n2\r\nhi\r\n0\r\n${trailer}\r\n\r\n`
}
