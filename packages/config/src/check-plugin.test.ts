import { describe, expect, test } from 'vitest'
import { broken, good, told, withJwks } from '../test-support/broken-plugin.js'
import { loadJwtPlugin } from './index.js'

const TEXT = 'expected a string that is not empty'
const FIELDS =
  'parameter, parameterLocation, claimParameters, preventJtiReplay, bypassEmptyToken, ignoreExpirationCheck, jwk, jwks'
const JWK_FIELDS = 'kty, n, e, kid, alg, use, key_ops, ext, x5u, x5c, x5t, x5t#S256'
const PRIVATE = 'expected a public key; this makes it a private one'

const jwk = (kid: string) => `{ kty: RSA, kid: ${kid}, e: AQAB, n: AAAA }`

test('The plugin that is broken below is good', () => {
  expect(() => loadJwtPlugin(good)).not.toThrow()
})

describe('the whole', () => {
  test.each([
    ['', '1:1 - expected the fields of a JWT plugin; nothing is there'],
    ['# only a comment\n', '1:1 - expected the fields of a JWT plugin; nothing is there'],
    ['---\n', '1:4 - expected the fields of a JWT plugin; nothing is there'],
    ['null', '1:1 - expected the fields of a JWT plugin; nothing is there'],
    ['jwt-plugin.yaml', '1:1 - expected an object; a file is given as { file }'],
    ['\n- parameter: X-Token\n', '2:1 - expected an object'],
    ['42', '1:1 - expected an object'],
    ['{}', `1:1 parameter ${TEXT}; it is missing`],
    ['{"parameter":"X-Token"}', '1:1 jwk expected jwk or jwks; both are missing'],
  ])('%j is refused', (text, expected) => {
    expect(told(text)).toBe(expected)
  })
})

describe('a field', () => {
  test.each([
    ['parameter: X-Token\n', '', `1:1 parameter ${TEXT}; it is missing`],
    ['X-Token', '', `1:12 parameter ${TEXT}`],
    ['X-Token', '""', `1:12 parameter ${TEXT}`],
    ['X-Token', '42', `1:12 parameter ${TEXT}`],
    ['X-Token', '[X-Token]', `1:1 parameter ${TEXT}`],
    ['X-Token', 'X Token', '1:12 parameter expected the name of a header or cookie'],
    ['X-Token', '"X-Token:"', '1:12 parameter expected the name of a header or cookie'],
    [': header\n', ': body\n', '2:20 parameterLocation expected one of header, query, cookie'],
    [': header\n', ': Header\n', '2:20 parameterLocation expected one of header, query, cookie'],
    [': header\n', ': ["header"]\n', '2:1 parameterLocation expected one of header, query, cookie'],
    ['false', 'no', '10:19 preventJtiReplay expected true or false'],
    ['false', '"true"', '10:19 preventJtiReplay expected true or false'],
    ['false', '1', '10:19 preventJtiReplay expected true or false'],
    ['preventJtiReplay: false', 'bypassEmptyToken:', '10:18 bypassEmptyToken expected true or false'],
    [
      'preventJtiReplay: false',
      'ignoreExpirationCheck: ~',
      '10:24 ignoreExpirationCheck expected true or false',
    ],
    [
      'preventJtiReplay',
      'preventJTIReplay',
      `10:1 preventJTIReplay expected no such field; known are ${FIELDS}`,
    ],
    ['preventJtiReplay', '__proto__', `10:1 __proto__ expected no such field; known are ${FIELDS}`],
    ['preventJtiReplay', '42', `10:1 42 expected no such field; known are ${FIELDS}`],
    ['preventJtiReplay', '<<', `10:1 << expected no such field; known are ${FIELDS}`],
    ['preventJtiReplay', '"a.b[0]\\e\\n"', `10:1 a.b… expected no such field; known are ${FIELDS}`],
    ['preventJtiReplay', 'x'.repeat(50), `10:1 xxxxxxxx… expected no such field; known are ${FIELDS}`],
  ])('with %j made %j is refused', (from, to, expected) => {
    expect(told(broken(from, to))).toBe(expected)
  })
})

describe('a claim parameter', () => {
  const known = 'claimName, parameterName, location'

  test.each([
    ['- claimName: sub\n    p', '- p', `4:5 claimParameters[0].claimName ${TEXT}; it is missing`],
    ['    parameterName: userId\n', '', `7:5 claimParameters[1].parameterName ${TEXT}; it is missing`],
    ['claimName: sub', 'claimName: [realm, roles]', `4:5 claimParameters[0].claimName ${TEXT}`],
    ['parameterName: X-Sub', 'parameterName: true', `5:20 claimParameters[0].parameterName ${TEXT}`],
    [
      'location: query',
      'location: form',
      '9:15 claimParameters[1].location expected one of header, query, path, formData',
    ],
    [
      'location: query',
      'location: formdata',
      '9:15 claimParameters[1].location expected one of header, query, path, formData',
    ],
    [
      'claimName: sub',
      'claim: sub',
      `4:5 claimParameters[0].claim expected no such field; known are ${known}`,
    ],
    ['- claimName: userId', '- x\n  - claimName: userId', '7:5 claimParameters[1] expected an object'],
    [
      good.slice(good.indexOf('  - claim'), good.indexOf('prevent')),
      '',
      '3:17 claimParameters expected a list',
    ],
    [
      good.slice(good.indexOf('  - claim'), good.indexOf('prevent')),
      '  sub: X-Sub\n',
      '3:1 claimParameters expected a list',
    ],
  ])('with %j made %j is refused', (from, to, expected) => {
    expect(told(broken(from, to))).toBe(expected)
  })
})

describe('a key', () => {
  test.each([
    ['  kty: RSA\n', '', '11:1 jwk.kty expected RSA; it is missing'],
    ['kty: RSA', 'kty: oct', '12:8 jwk.kty expected RSA'],
    ['kty: RSA', 'kty: EC', '12:8 jwk.kty expected RSA'],
    ['kid: key-1', 'kid: 1', `15:8 jwk.kid ${TEXT}`],
    ['kid: key-1', 'Kid: key-1', `15:3 jwk.Kid expected no such field; known are ${JWK_FIELDS}`],
    ['alg: RS256', 'alg: RS512', '16:8 jwk.alg expected RS256'],
    ['alg: RS256', 'alg: none', '16:8 jwk.alg expected RS256'],
    ['use: sig', 'use: enc', '14:8 jwk.use expected sig'],
    ['use: sig', 'key_ops: verify', '14:12 jwk.key_ops expected a list'],
    ['use: sig', 'd: c2VjcmV0', `14:3 jwk.d ${PRIVATE}`],
    ['use: sig', 'qi: c2VjcmV0', `14:3 jwk.qi ${PRIVATE}`],
    ['use: sig', 'k: c2VjcmV0', `14:3 jwk.k ${PRIVATE}`],
    ['jwk:', 'jwks: []\njwk:', '11:1 jwks expected jwk or jwks; both are there'],
  ])('with %j made %j is refused', (from, to, expected) => {
    expect(told(broken(from, to))).toBe(expected)
  })
})

describe('a key set', () => {
  test.each([
    [' x', '11:7 jwks expected an object'],
    [' {}', '11:1 jwks.keys expected a list; it is missing'],
    [' { keys: {} }', '11:9 jwks.keys expected a list'],
    [' { keys: [], kid: x }', '11:19 jwks.kid expected no such field; known are keys'],
    ['\n  - x', '12:5 jwks[0] expected an object'],
    [` [${jwk('a')}, ${jwk('a')}]`, `11:65 jwks[1].kid expected a kid that no other key has`],
    [
      `\n  keys:\n  - ${jwk('a')}\n  - ${jwk('a')}`,
      '14:22 jwks.keys[1].kid expected a kid that no other key has',
    ],
    [
      `\n  - ${jwk('a')}\n  - { kty: RSA }`,
      '13:5 jwks[1].kid expected a kid, because there are several keys',
    ],
    [`\n  - { kty: RSA, use: enc, d: AAAA }`, '12:22 jwks[0].use expected sig'],
    [`\n  - { kty: RSA, d: AAAA }`, `12:17 jwks[0].d ${PRIVATE}`],
  ])('of %j is refused', (jwks, expected) => {
    expect(told(withJwks(jwks))).toBe(expected)
  })
})

test('A problem behind an alias is shown where the value is written', () => {
  const anchored = broken('- claimName: sub', '- &one\n    claimName: ""')
  const text = anchored.replace('claimName: userId\n    parameterName: userId\n    location: query', '*one')
  expect(told(text)).toBe(`5:16 claimParameters[0].claimName ${TEXT}`)
  expect(told(text.replace('""', 'sub'))).toMatch(/^6:20 claimParameters\[1\]\.parameterName another mapping/)
})
