import { expect, it } from 'vitest'
import { ConfigurationError } from './configuration-error.js'
import { MisconfiguredError } from './misconfigured-error.js'

it('names the field and the rule', () => {
  const cause = new Error('why')
  const error = new ConfigurationError('issuers[1].keys.jwk.n', 'expected base64url', { cause })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'ConfigurationError',
    code: 'configuration',
    path: 'issuers[1].keys.jwk.n',
    message: 'issuers[1].keys.jwk.n: expected base64url',
    cause,
  })
})

it('says only the rule where the whole is wrong', () => {
  expect(new ConfigurationError('', 'expected an object')).toMatchObject({
    path: '',
    message: 'expected an object',
  })
})

it('found by a request is a 500 of fixed text, with the mistake as its cause', () => {
  const mistake = new ConfigurationError('claimMapping', 'a secret detail')
  const error = new MisconfiguredError(mistake)
  expect(error).toMatchObject({
    name: 'MisconfiguredError',
    code: 'configuration',
    status: 500,
    statusCode: 500,
    expose: false,
    message: 'The server is not set up for this request',
    stack: 'MisconfiguredError: The server is not set up for this request',
    cause: mistake,
  })
})
