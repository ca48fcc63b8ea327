import { inspect } from 'node:util'
import { ConfigurationError } from '@meishi/core'
import { expect, test } from 'vitest'
import { broken, failure, good } from '../test-support/broken-plugin.js'
import { modulus } from '../test-support/plugin-text.js'

test('The error is a ConfigurationError that knows its place and the gateway’s code', () => {
  const error = failure(broken('location: query', 'location: body'))
  expect(error).toBeInstanceOf(ConfigurationError)
  expect({ ...error }).toEqual({
    name: 'ConfigurationError',
    code: 'configuration',
    gatewayCode: 'I400JP',
    path: 'claimParameters[1].location',
    file: 'text',
    line: 9,
    column: 15,
  })
  expect(error.message).toBe(
    'Invalid JWT plugin configuration: text:9:15: claimParameters[1].location: expected one of header, query, path, formData',
  )
})

test('The stack begins where the plugin was loaded, not inside the loader', () => {
  const [message, ...frames] = String(failure('[]').stack).split('\n')
  expect(message).toBe('ConfigurationError: Invalid JWT plugin configuration: text:1:1: expected an object')
  expect(frames[0]).toContain('broken-plugin')
  expect(frames.join()).not.toContain('load-jwt-plugin')
})

const SECRET = 'c2VjcmV0IGtleSBtYXRlcmlhbA'

test.each([
  ['a private key', broken('use: sig', `d: ${SECRET}`)],
  ['a key that is no key', broken(modulus, `"${SECRET}=="`)],
  ['a weak key', broken(modulus, SECRET)],
  ['a key among the algorithms', broken('RS256', SECRET)],
  ['a key in place of a word', broken('location: query', `location: ${SECRET}`)],
  ['a key as parameter', broken('X-Token', `"${SECRET} "`)],
  ['a key in place of everything', SECRET],
  ['a key that broke the YAML', broken('use: sig', `"d" ${SECRET}`)],
  ['a key behind a reserved character', broken('use: sig', `d: @${SECRET}`)],
  ['a key in a name without a space', broken('use: sig', `"d:${SECRET}": x`)],
  ['a key as a name', broken('use: sig', `${SECRET}${SECRET}: x`)],
  ['a key as a tag', broken('use: sig', `d: !${SECRET} x`)],
  ['a key as an alias', broken('use: sig', `d: *${SECRET}`)],
  ['a key as a directive', `%${SECRET}\n---\n${good}`],
  ['a key after the end', `{} ${SECRET}`],
])('Nothing of the text is in the error: %s', (_title, text) => {
  const shown = inspect(failure(text), { depth: null, showHidden: true })
  expect(shown).not.toContain(SECRET.slice(0, 12))
  expect(shown).not.toContain(modulus.slice(0, 20))
})
