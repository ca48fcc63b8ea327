import { expect, it } from 'vitest'
import { UnavailableError, type UnavailablePart } from './unavailable-error.js'

it.each<UnavailablePart>(['keys', 'replay', 'revocation', 'decryption', 'authenticator'])(
  'of the part "%s" is a 503 of fixed text, and what happened is its cause alone',
  (part) => {
    const cause = new Error('connect ECONNREFUSED 10.0.0.1:6379')
    const error = new UnavailableError(part, { cause })
    expect(error).toMatchObject({
      name: 'UnavailableError',
      code: 'unavailable',
      part,
      status: 503,
      statusCode: 503,
      expose: false,
      message: 'Access tokens cannot be checked right now',
      stack: 'UnavailableError: Access tokens cannot be checked right now',
      headers: { 'Cache-Control': 'no-store', 'Retry-After': '5' },
      cause,
    })
  },
)

it.each<UnavailablePart>(['issuer', 'sessions'])('of the part "%s" says that nothing is issued', (part) => {
  expect(new UnavailableError(part).message).toBe('Access tokens cannot be issued right now')
})

it.each([
  [0.2, '1'],
  [30, '30'],
  [59.5, '60'],
])('asks to come back in whole seconds: %d gives %s', (retryAfter, header) => {
  expect(new UnavailableError('keys', { retryAfter }).headers['Retry-After']).toBe(header)
})
