import { expect, test } from 'vitest'
import { receive, responseTo } from '../test-support/receive.js'
import { AuthError } from './errors/auth-error.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { ERROR_CODES, type RefusalCode } from './errors/error-codes.js'
import { MisconfiguredError } from './errors/misconfigured-error.js'
import { Refusal } from './errors/refusal.js'
import { UnavailableError } from './errors/unavailable-error.js'
import { renderProblem, sendProblem, withPrintableCode } from './problem-details.js'

const refusal = new AuthError(new Refusal('claim_missing', { claim: 'sub' }))
const rows = [
  ['a refusal', refusal, 401, 'Unauthorized', refusal.message],
  [
    'a gateway refusal',
    new AuthError(new Refusal('token_missing'), 'gateway'),
    400,
    'Bad Request',
    'JWT required',
  ],
  [
    'an outage',
    new UnavailableError('keys', { cause: new Error('10.0.0.7:6379') }),
    503,
    'Service Unavailable',
    'Access tokens cannot be checked right now',
  ],
  [
    'a mistake',
    new MisconfiguredError(new ConfigurationError('token.form', 'secret detail')),
    500,
    'Internal Server Error',
    'The server is not set up for this request',
  ],
] as const

test.each(rows)('%s is rendered', (_name, error, status, title, detail) => {
  const problem = renderProblem(error)
  expect(problem?.status).toBe(status)
  expect(JSON.parse(problem?.body ?? '')).toEqual({ type: 'about:blank', title, status, detail })
  const own = 'headers' in error ? error.headers : {}
  expect(problem?.headers).toEqual({ ...own, 'Content-Type': 'application/problem+json' })
})

test.each([new Error('x'), undefined, null, { status: 401, code: 'token_missing' }])(
  '%o is not ours',
  async (error) => {
    const message = await receive()
    const response = responseTo(message)
    expect(renderProblem(error)).toBeUndefined()
    expect(sendProblem(error, response)).toBe(false)
    expect(response.writableEnded).toBe(false)
  },
)

test('what is ours is sent with its headers', async () => {
  const response = responseTo(await receive())
  expect(sendProblem(refusal, response)).toBe(true)
  expect([response.statusCode, response.writableEnded]).toEqual([401, true])
  expect(response.getHeader('www-authenticate')).toContain('error="invalid_token"')
  expect(response.getHeader('content-type')).toBe('application/problem+json')
})

test.each([
  ['algorithm_refused', 'token_malformed'],
  ['key_not_found', 'token_malformed'],
  ['signature_invalid', 'token_malformed'],
  ['token_malformed', 'token_malformed'],
  ['token_expired', 'token_expired'],
  ['token_missing', 'token_missing'],
  ['csrf_refused', 'csrf_refused'],
] as const)('%s is printed as %s', (code, printed) => {
  const error = new AuthError(new Refusal(code))
  const { headers, message, status } = error
  expect(withPrintableCode(error)).toBe(error)
  expect(error).toMatchObject({ code: printed, headers, message, status })
})

test('refusals of one status and text have one printable code', () => {
  const codesOf = new Map<string, Set<string>>()
  for (const code of Object.keys(ERROR_CODES) as RefusalCode[]) {
    const { status, message, code: printed } = withPrintableCode(new AuthError(new Refusal(code)))
    const face = `${status} ${message}`
    codesOf.set(face, new Set([...(codesOf.get(face) ?? []), printed]))
  }
  for (const [face, codes] of codesOf) expect([face, codes.size]).toEqual([face, 1])
})
