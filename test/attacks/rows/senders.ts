import { forgeToken } from '@meishi/core/testing'
import { type Answer, type Attack, bearer, passed, refused, unparsed } from '../attack.js'
import { mint } from '../keys.js'

const HOST = 'Host: service.test'
const line = (lines: readonly string[], target = '/'): string =>
  `GET ${target} HTTP/1.1\r\n${[HOST, ...lines].join('\r\n')}\r\n\r\n`
const good = (): string => line([bearer(mint())])
const bad = (): string => line([bearer(forgeToken(mint()))])
const nobody = (): string => line([])
const last = (text: string): string => text.replace(HOST, `${HOST}\r\nConnection: close`)

const invalid = refused('signature_invalid')
const missing = refused('token_missing')

/** Several requests over one connection, sent at once. */
const pipeline = (name: string, answers: readonly Answer[], ...texts: (() => string)[]): Attack => ({
  name,
  request: () => ({
    raw: [texts.map((text, at) => (at === texts.length - 1 ? last(text()) : text())).join('')],
  }),
  answers,
})

/** A sender who never finishes, before a server that does not wait for ever. */
const slow = (name: string, answer: Answer, ...raw: (() => string)[]): Attack => ({
  name,
  request: () => ({ raw: raw.map((piece) => piece()) }),
  answers: [answer],
  toStrictServer: true,
})

const cut = unparsed(408)
/** Express answers a refused request when its body has come, so Node's timeout is faster. */
const waitedFor: Answer = { ...cut, decision: 'signature_invalid' }

export const SENDERS: readonly Attack[] = [
  pipeline('a bad token, then a good one', [invalid, passed()], bad, good),
  pipeline('a good token, then a bad one', [passed(), invalid], good, bad),
  pipeline('a good token, then none', [passed(), missing], good, nobody),
  pipeline('none, bad, good, bad', [missing, invalid, passed(), invalid], nobody, bad, good, bad),
  pipeline(
    'a good token where one is optional, then none',
    [passed(), { ...passed(), decision: 'anonymous' }],
    () => line([bearer(mint())], '/optional'),
    () => line([], '/optional'),
  ),
  pipeline('a request hidden in the body of a refused one', [invalid], () => {
    const hidden = good()
    return `POST / HTTP/1.1\r\n${HOST}\r\n${bearer(forgeToken(mint()))}\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`
  }),
  pipeline('a request hidden in the chunks of a refused one', [invalid], () => {
    const hidden = good()
    const chunk = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`
    return `POST / HTTP/1.1\r\n${HOST}\r\n${bearer(forgeToken(mint()))}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`
  }),
  slow(
    'a connection that says nothing of its token',
    cut,
    () => 'GET / HTTP/1.1\r\nHost: service.test\r\nAuthorization: ',
  ),
  slow('half a token', cut, () => `GET / HTTP/1.1\r\nHost: service.test\r\n${bearer(mint().slice(0, 40))}`),
  slow(
    'a whole token and no end of the head',
    cut,
    () => `GET / HTTP/1.1\r\nHost: service.test\r\n${bearer(mint())}\r\n`,
  ),
  slow('half a request line', cut, () => 'GE'),
  slow(
    'a body that never comes, behind a bad token',
    waitedFor,
    () =>
      `POST / HTTP/1.1\r\nHost: service.test\r\nConnection: close\r\n${bearer(forgeToken(mint()))}\r\nContent-Length: 1000\r\n\r\nhi`,
  ),
  slow(
    'chunks that never end, behind a bad token',
    waitedFor,
    () =>
      `POST / HTTP/1.1\r\nHost: service.test\r\nConnection: close\r\n${bearer(forgeToken(mint()))}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi`,
  ),
  {
    name: 'a token too long for the HTTP parser',
    request: () => ({ headers: [bearer(`${mint()}${'A'.repeat(20_000)}`)] }),
    answers: [unparsed(431)],
    toStrictServer: true,
  },
]
