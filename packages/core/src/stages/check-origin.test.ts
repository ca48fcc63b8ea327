import { describe, expect, it } from 'vitest'
import { checkOrigin } from './check-origin.js'

const OURS = 'https://app.example'
const ask = (method: string | undefined, headers: Readonly<Record<string, string>>, origins = [OURS]) => {
  const attempt = (): void =>
    checkOrigin({ method, rawHeaders: Object.entries(headers).flat() }, new Set(origins))
  return expect(attempt)
}
const refused = expect.objectContaining({ code: 'csrf_refused' })

describe('a cookie on a request', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('is taken with the safe method %s', (method) => {
    ask(method, { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }).not.toThrow()
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'PROPFIND', 'get', undefined])(
    'is refused with the method %s where the browser says nothing',
    (method) => {
      ask(method, {}).toThrow(refused)
    },
  )

  it.each<[string, Readonly<Record<string, string>>, boolean]>([
    ['of the same origin', { 'Sec-Fetch-Site': 'same-origin' }, true],
    ['of the same site', { 'Sec-Fetch-Site': 'same-site' }, false],
    ['of another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['that the user typed', { 'Sec-Fetch-Site': 'none' }, false],
    ['of another site, with our origin', { 'Sec-Fetch-Site': 'cross-site', Origin: OURS }, false],
    ['of our origin', { Origin: OURS }, true],
    ['of our origin in another case', { origin: 'https://APP.example' }, false],
    ['of another port', { Origin: `${OURS}:8443` }, false],
    ['of another origin', { Origin: 'https://evil.example' }, false],
    ['of no origin', { Origin: 'null' }, false],
  ])('is judged on a POST %s', (_what, headers, isTaken) => {
    if (isTaken) ask('POST', headers).not.toThrow()
    else ask('POST', headers).toThrow(refused)
  })

  it('is judged on every WebSocket upgrade, though its method is GET', () => {
    ask('GET', { Upgrade: 'websocket' }).toThrow(refused)
    ask('GET', { Upgrade: 'websocket', Origin: 'https://evil.example' }).toThrow(refused)
    ask('GET', { Upgrade: 'websocket', Origin: OURS }).not.toThrow()
  })

  it('is refused from every origin where none is configured', () => {
    ask('POST', { Origin: OURS }, []).toThrow(refused)
  })
})
