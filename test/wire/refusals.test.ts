import { describe, expect, test, vi } from 'vitest'
import type { CaseRequest, Code, RefusalCase } from './cases/refusal-case.js'
import { BACKEND, REFUSED_BY_THE_SERVICE } from './cases/refused-by-the-service.js'
import { REFUSED_CLAIMS } from './cases/refused-claims.js'
import { REFUSED_REQUESTS } from './cases/refused-requests.js'
import { REFUSED_TOKENS } from './cases/refused-tokens.js'
import { listen, VERSIONS } from './express-versions.js'
import { bearer, mint } from './issuer.js'
import { type RawAnswer, requestText, sendBytes, valuesOf } from './raw-http.js'
import { RENDERINGS, refusalApp } from './refusal-app.js'

const CASES: readonly RefusalCase[] = [
  ...REFUSED_REQUESTS,
  ...REFUSED_TOKENS,
  ...REFUSED_CLAIMS,
  ...REFUSED_BY_THE_SERVICE,
]

const NAMED = CASES.map((row) => [`${row.code} when ${row.when}`, row] as const)

/** Whatever meishi says of a refusal in a header. */
const HEADERS = [
  'WWW-Authenticate',
  'X-Ca-Error-Code',
  'X-Ca-Error-Message',
  'Cache-Control',
  'Retry-After',
  'Vary',
]

function headersOf(answer: RawAnswer): Record<string, string> {
  const lines = HEADERS.flatMap((name) => valuesOf(answer, name).map((value) => [name, value] as const))
  return Object.fromEntries(lines)
}

/** Long enough runs of a request's text to be a token, a part of one, or a password. */
const secretsIn = (text: string): string[] => text.match(/[A-Za-z0-9_-]{20,}/g) ?? []

const textOf = (request: CaseRequest): string => requestText({ target: '/target', ...request })

describe.each(VERSIONS)('$version', ({ express }) => {
  describe.each(RENDERINGS)('through $name', (rendering) => {
    describe.each(['rfc6750', 'gateway'] as const)('in the profile %s', (profile) => {
      test.each(NAMED)('answers %s', async (_name, row) => {
        const log = vi.spyOn(console, 'error').mockReturnValue()
        const port = await listen(refusalApp(express, row, profile, rendering))
        const text = textOf(row.request())
        if (row.isSentTwice === true) expect((await sendBytes(port, text)).body).toBe('reached')

        const answer = await sendBytes(port, text)

        const face = row[profile]
        expect(answer.status).toBe(face.status)
        expect(headersOf(answer)).toEqual(face.headers)
        expect(valuesOf(answer, 'content-type')).toEqual([rendering.type])
        expect(answer.body).toBe(rendering.body(face))
        const seen = answer.bytes + JSON.stringify(log.mock.calls)
        for (const secret of secretsIn(text)) expect(seen).not.toContain(secret)
        expect(answer.bytes).not.toContain(BACKEND)
        expect(answer.bytes).not.toMatch(/\n {4}at |&nbsp;at /)

        const alive = await sendBytes(port, textOf(row.alive?.() ?? { headers: [bearer(mint())] }))
        expect(alive).toMatchObject({ status: 200, body: 'reached' })
        log.mockRestore()
      })
    })
  })
})

/** Complete, or this does not compile. */
const CODES: Readonly<Record<Code, true>> = {
  token_missing: true,
  request_malformed: true,
  token_malformed: true,
  algorithm_refused: true,
  header_refused: true,
  key_not_found: true,
  signature_invalid: true,
  decryption_failed: true,
  issuer_refused: true,
  audience_refused: true,
  claim_missing: true,
  claim_refused: true,
  token_not_active: true,
  token_expired: true,
  lifetime_refused: true,
  jti_missing: true,
  jti_replayed: true,
  binding_required: true,
  csrf_refused: true,
  token_revoked: true,
  scope_insufficient: true,
  media_type_refused: true,
  unavailable: true,
  configuration: true,
}

test('every code has a case', () => {
  expect(new Set(CASES.map(({ code }) => code))).toEqual(new Set(Object.keys(CODES)))
})
