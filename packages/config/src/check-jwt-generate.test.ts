import { describe, expect, test } from 'vitest'
import {
  brokenPolicy,
  documentedPolicy,
  policyFailure,
  toldOfPolicy,
  without,
} from '../test-support/policy-text.js'
import { loadJwtGenerate } from './index.js'

const AT = '[0].jwt-generate'
const TEXT = 'expected a string that is not empty'
const VARIABLE = 'expected the name of a runtime variable, such as iss.claim'
const PROPERTIES =
  'title, description, jwt, jti-claim, iss-claim, sub-claim, aud-claim, exp-claim, private-claims, jws-jwk, jws-alg, jws-crypto, jwe-enc, jwe-jwk, jwe-alg, jwe-crypto'

describe('the whole', () => {
  test.each([
    ['', '1:1 - expected a jwt-generate policy; nothing is there'],
    ['jwt-generate.yaml', '1:1 - expected an object; a file is given as { file }'],
    ['42', '1:1 - expected an object'],
    ['[]', '1:1 - expected a list with - jwt-generate:'],
    ['&a [*a]', '1:4 - expected a list with - jwt-generate:'],
    ['- jwt-generate:', '1:16 [0].jwt-generate expected an object'],
    ['- jwt-generate: []', '1:3 [0].jwt-generate expected an object'],
    ['- jwt-generate:\n  title: x', '2:3 [0].title expected this beneath jwt-generate'],
    [
      `${documentedPolicy}${documentedPolicy}`,
      '17:3 [1].jwt-generate expected one jwt-generate policy in a file',
    ],
    ['openapi: 3.0.3', `1:1 openapi expected no such field; known are ${PROPERTIES}`],
    ['{}', '1:1 jws-alg expected jws-alg, or jwe-alg and jwe-enc: anybody could make a token without a key'],
  ])('%j is refused', (text, expected) => {
    expect(toldOfPolicy(text)).toBe(expected)
  })
})

describe('a property', () => {
  test.each([
    ['title: jwt-generate', 'title: ""', `2:12 ${AT}.title ${TEXT}`],
    ['title: jwt-generate', 'description: 1', `2:18 ${AT}.description ${TEXT}`],
    ['title:', 'titel:', `2:5 ${AT}.titel expected no such field; known are ${PROPERTIES}`],
    ['iss.claim', '""', `3:16 ${AT}.iss-claim ${VARIABLE}`],
    ['iss.claim', 'https://id.example/x y', `3:16 ${AT}.iss-claim ${VARIABLE}`],
    ['iss.claim', 'iss..claim', `3:16 ${AT}.iss-claim ${VARIABLE}`],
    ['iss.claim', '$(iss.claim)', `3:16 ${AT}.iss-claim ${VARIABLE}`],
    ['iss.claim', '[iss.claim]', `3:5 ${AT}.iss-claim ${VARIABLE}`],
    ['sub.claim', 'a,b', `7:16 ${AT}.sub-claim ${VARIABLE}`],
    [
      'aud.claim',
      'a,,b',
      `8:16 ${AT}.aud-claim expected names of runtime variables with commas between them`,
    ],
    [
      'aud.claim',
      '[a, b]',
      `8:5 ${AT}.aud-claim expected names of runtime variables with commas between them`,
    ],
    ['private.claims', '{ a: b }', `9:5 ${AT}.private-claims ${VARIABLE}`],
    ['3600', '0', `4:16 ${AT}.exp-claim expected a whole number from 1 to 31622400`],
    ['3600', '31622401', `4:16 ${AT}.exp-claim expected a whole number from 1 to 31622400`],
    ['3600', '1.5', `4:16 ${AT}.exp-claim expected a whole number from 1 to 31622400`],
    ['3600', '"3600"', `4:16 ${AT}.exp-claim expected a whole number from 1 to 31622400`],
    ['true', 'yes', `6:16 ${AT}.jti-claim expected true or false`],
    [
      'HS256\n',
      'PS256\n',
      `11:14 ${AT}.jws-alg expected one of HS256, HS384, HS512, RS256, RS384, RS512, ES256, ES384, ES512, none`,
    ],
    [
      'A128CBC-HS256',
      'A128GCM',
      `13:14 ${AT}.jwe-enc expected one of A128CBC-HS256, A192CBC-HS384, A256CBC-HS512`,
    ],
    [
      'A128KW',
      'ECDH-ES',
      `15:14 ${AT}.jwe-alg expected one of RSA-OAEP, RSA-OAEP-256, dir, A128KW, A192KW, A256KW`,
    ],
    [
      'A128KW',
      'RSA1_5',
      `15:14 ${AT}.jwe-alg expected RSA-OAEP-256 in place of RSA1_5, whose padding lets whoever may ask the recipient often enough read the token (RFC 8725, section 3.2)`,
    ],
  ])('with %j made %j is refused', (from, to, expected) => {
    expect(toldOfPolicy(brokenPolicy(from, to))).toBe(expected)
  })

  test.each([1, 31_622_400])('exp-claim may be %d', (lifetime) => {
    expect(loadJwtGenerate(brokenPolicy('3600', String(lifetime))).claims.lifetime).toBe(lifetime)
  })

  test.each(['request', 'request.headers.authorization', 'message.headers.x-jwt'])(
    'jwt: %s would take the token nowhere',
    (name) => {
      expect(toldOfPolicy(brokenPolicy('generated.jwt', name))).toBe(
        `5:10 ${AT}.jwt expected the name of a runtime variable outside request and message, such as generated.jwt; without jwt, the token goes to Authorization`,
      )
    },
  )

  test.each(['requested.jwt', 'jwt', 'my-token.jwt_1'])('jwt: %s is a variable', (name) => {
    expect(loadJwtGenerate(brokenPolicy('generated.jwt', name)).output).toEqual({ variable: name })
  })
})

describe('properties that contradict each other', () => {
  test.each([
    [
      without('jws-', 'jwe-'),
      'jws-alg expected jws-alg, or jwe-alg and jwe-enc: anybody could make a token without a key',
    ],
    [without('jws-alg'), 'jws-alg expected an algorithm for jws-crypto; it is missing'],
    [without('jws-alg', 'jws-crypto'), 'jws-alg expected an algorithm for jws-jwk; it is missing'],
    [without('jws-jwk', 'jws-crypto'), 'jws-crypto expected jws-crypto or jws-jwk; both are missing'],
    [without('jwe-jwk', 'jwe-crypto'), 'jwe-crypto expected jwe-crypto or jwe-jwk; both are missing'],
    [without('jwe-alg'), 'jwe-alg expected jwe-alg beside jwe-enc; it is missing'],
    [without('jwe-enc'), 'jwe-enc expected jwe-enc beside jwe-alg; it is missing'],
    [without('jwe-alg', 'jwe-enc'), 'jwe-alg expected jwe-alg beside jwe-crypto; it is missing'],
    [brokenPolicy('HS256\n', 'none\n'), 'jws-crypto expected no key beside jws-alg: none'],
    [
      without('jwe-', 'jws-').concat('    jws-alg: none\n'),
      'jws-alg expected an algorithm that signs; none is for the inside of an encrypted token alone',
    ],
  ])('are refused: %#', (text, expected) => {
    expect(toldOfPolicy(text).replace(/^\d+:\d+ \[0\]\.jwt-generate\./, '')).toBe(expected)
  })
})

const SECRET = 'c2VjcmV0IGtleSBtYXRlcmlhbA'

test.each([
  ['a key in place of its variable', brokenPolicy('jws.jwk', `{ kty: oct, k: ${SECRET} }`)],
  ['a key as text in place of its variable', brokenPolicy('jws.jwk', `'{"kty":"oct","k":"${SECRET}"}'`)],
  ['a key among the algorithms', brokenPolicy('HS256\n', `${SECRET}\n`)],
  ['a key as a property', brokenPolicy('title', `${SECRET}${SECRET}`)],
  ['a key in place of everything', SECRET],
])('Nothing of the text is in the error: %s', (_title, text) => {
  const { message, stack, path } = policyFailure(text)
  expect(`${message} ${stack} ${path}`).not.toContain(SECRET.slice(0, 12))
})
