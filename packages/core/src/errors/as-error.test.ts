import { expect, it } from 'vitest'
import { asError } from './as-error.js'

it('passes an Error on as it is', () => {
  const error = new TypeError('a fault of the application')
  expect(asError(error)).toBe(error)
})

it.each([undefined, null, 'route', 'router', 5, { code: 'x' }])(
  'makes an Error of %j, which a framework could take for leave to go on',
  (thrown) => {
    const error = asError(thrown)
    expect(error).toBeInstanceOf(Error)
    expect(error.cause).toBe(thrown)
    expect(error.message).not.toContain(String(thrown))
  },
)
