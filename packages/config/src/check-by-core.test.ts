import cluster from 'node:cluster'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { broken, told, withJwks } from '../test-support/broken-plugin.js'
import { modulus, pluginJson } from '../test-support/plugin-text.js'
import { loadJwtPlugin } from './index.js'

const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }).n
const TAKEN = 'another mapping or a token source has this name'
const BASE64URL = 'expected base64url without padding'

describe('what core refuses', () => {
  test.each([
    [
      'a claim in Authorization',
      'X-Sub',
      'Authorization',
      /^5:20 claimParameters\[0\]\.parameterName Authorization is refused/,
    ],
    ['a claim in Host', 'X-Sub', 'host', /^5:20 claimParameters\[0\]\.parameterName host is refused/],
    ['a claim in no header', 'X-Sub', 'X Sub', /^5:20 claimParameters\[0\]\.parameterName is no header name/],
    [
      'a claim in __proto__',
      'me: userId\n    location',
      'me: __proto__\n    location',
      /^8:20 claimParameters\[1\]\.parameterName __proto__ is refused/,
    ],
    [
      'a claim in a nested query',
      'Name: userId\n    location',
      'Name: "user[id]"\n    location',
      /^8:20 claimParameters\[1\]\.parameterName must not contain brackets/,
    ],
    ['a claim in place of the token', 'X-Sub', 'x_token', `5:20 claimParameters[0].parameterName ${TAKEN}`],
    [
      'two claims under one name',
      'userId\n    location: query',
      'x-sub\n    location: header',
      `8:20 claimParameters[1].parameterName ${TAKEN}`,
    ],
    ['a weak key', modulus, String(weak), '11:1 jwk an RSA key has 2048 to 8192 bits; this one has 1024'],
    [
      'an even exponent',
      'e: AQAB',
      'e: AQAA',
      '11:1 jwk the public exponent of an RSA key is odd, from 3 to 2^32',
    ],
    ['a padded exponent', 'e: AQAB', 'e: AQ==', `13:6 jwk.e ${BASE64URL}`],
    ['a number as exponent', 'e: AQAB', 'e: 65537', `13:6 jwk.e ${BASE64URL}`],
    ['a missing exponent', '  e: AQAB\n', '', `11:1 jwk.e ${BASE64URL}`],
    [
      'operations without verify',
      'use: sig',
      'key_ops: [sign]',
      /^14:3 jwk\.key_ops the operations of a key/,
    ],
  ])('is shown in the plugin: %s', (_title, from, to, expected) => {
    expect(told(broken(from, to))).toMatch(expected)
  })

  test.each([
    [' []', '11:1 jwks expected a list of JWKs'],
    [' { keys: [] }', '11:9 jwks.keys expected a list of JWKs'],
    [
      `\n  - { kty: RSA, kid: a, e: AQAB, n: "${modulus}" }\n  - { kty: RSA, kid: b, e: AQAB, n: "%" }`,
      `13:37 jwks[1].n ${BASE64URL}`,
    ],
    [`\n  keys:\n    - { kty: RSA, e: AQAB, n: "${weak}" }`, /^13:7 jwks\.keys\[0\] an RSA key has 2048/],
  ])('is shown in a key set: %#', (jwks, expected) => {
    expect(told(withJwks(jwks))).toMatch(expected)
  })
})

test('Loading a plugin in a cluster worker warns of no store, because another one may be given', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const { isWorker } = cluster
  try {
    Reflect.set(cluster, 'isWorker', true)
    loadJwtPlugin(pluginJson({ preventJtiReplay: true }))
    expect(warn).not.toHaveBeenCalled()
  } finally {
    Reflect.set(cluster, 'isWorker', isWorker)
    warn.mockRestore()
  }
})
