import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { policyKeyOf } from './cases/groups.js'
import type { CaseRequest, Code } from './cases/refusal-case.js'
import { NAMED_REFUSALS, REFUSALS } from './cases/refusals.js'
import { BACKEND } from './cases/refused-by-the-service.js'
import { FRAMEWORKS } from './frameworks.js'
import { bearer, mint } from './issuer.js'
import { keepSite } from './kept-sites.js'
import { headersOf, meishiHeaders } from './meishi-headers.js'
import { requestText, valuesOf } from './raw-http.js'
import { refusalApp } from './refusal-app.js'
import { renderingsOf } from './renderings.js'

/** Long enough runs of a request's text to be a token, a part of one, or a password. */
const secretsIn = (text: string): string[] => text.match(/[A-Za-z0-9_-]{20,}/g) ?? []

const withTarget = (request: CaseRequest) => ({ target: '/target', ...request })

const log = vi.spyOn(console, 'error')
beforeEach(() => void log.mockReset().mockReturnValue())
afterAll(() => log.mockRestore())

describe.each(FRAMEWORKS)('$name', (framework) => {
  describe.each(renderingsOf(framework))('through $name', (rendering) => {
    describe.each(['rfc6750', 'gateway'] as const)('in the profile %s', (profile) => {
      const siteOf = keepSite(framework)

      test.each(NAMED_REFUSALS)('answers %s', async (_name, row) => {
        const site = await siteOf(policyKeyOf(row), () => ({ ...refusalApp(row, profile), ...rendering.how }))
        const before = site.logged().length
        const request = withTarget(row.request())
        if (row.isSentTwice === true) expect((await site.ask(request)).body).toBe('reached')

        const answer = await site.ask(request)

        const face = row[profile]
        expect(answer.status).toBe(face.status)
        expect(meishiHeaders(answer)).toEqual(headersOf(face))
        expect(valuesOf(answer, 'content-type')).toEqual([rendering.type])
        expect(answer.body).toBe(rendering.body(face, row.code))
        const seen = answer.bytes + site.logged().slice(before) + JSON.stringify(log.mock.calls)
        for (const secret of secretsIn(requestText(request))) expect(seen).not.toContain(secret)
        expect(answer.bytes).not.toContain(BACKEND)
        expect(answer.bytes).not.toMatch(/\n {4}at |&nbsp;at /)

        const alive = await site.ask(withTarget(row.alive?.() ?? { headers: [bearer(mint())] }))
        expect(alive).toMatchObject({ status: 200, body: 'reached' })
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
  expect(new Set(REFUSALS.map(({ code }) => code))).toEqual(new Set(Object.keys(CODES)))
})
