import { ConfigurationError } from '@meishi/core'
import { describe, expect, test } from 'vitest'
import { brokenPolicy, documentedPolicy, policyFailure, without } from '../test-support/policy-text.js'
import { loadJwtGenerate } from './index.js'

const documentedPlan = {
  title: 'jwt-generate',
  output: { variable: 'generated.jwt' },
  claims: {
    tokenId: true,
    issuer: 'iss.claim',
    subject: 'sub.claim',
    audience: ['aud.claim'],
    lifetime: 3600,
    private: 'private.claims',
  },
  sign: { algorithm: 'HS256', key: { crypto: 'jwsCryptoObjectName' } },
  encrypt: { algorithm: 'A128KW', encryption: 'A128CBC-HS256', key: { crypto: 'jweCryptoObjectName' } },
}

test('The documented policy is signed and then encrypted, by its crypto objects', () => {
  expect(loadJwtGenerate(documentedPolicy)).toEqual(documentedPlan)
})

test('Without its lines about encryption it is signed, without those about signing encrypted', () => {
  const { sign, encrypt, ...rest } = documentedPlan
  expect(loadJwtGenerate(without('jwe-'))).toEqual({ ...rest, sign })
  expect(loadJwtGenerate(without('jws-'))).toEqual({ ...rest, encrypt })
})

test('Without crypto objects the keys are in runtime variables', () => {
  expect(loadJwtGenerate(without('jws-crypto', 'jwe-crypto'))).toMatchObject({
    sign: { key: { jwk: 'jws.jwk' } },
    encrypt: { key: { jwk: 'jwe.jwk' } },
  })
})

test('What a policy leaves out has its default, and its token goes to Authorization', () => {
  expect(loadJwtGenerate('jwt-generate: { jws-alg: RS256, jws-crypto: signing }')).toEqual({
    title: 'jwt-generate',
    output: { header: 'authorization' },
    claims: { tokenId: false, issuer: 'iss.claim', audience: [], lifetime: 3600 },
    sign: { algorithm: 'RS256', key: { crypto: 'signing' } },
  })
})

test('none is for the inside of an encrypted token', () => {
  const text = brokenPolicy('HS256\n', 'none\n')
    .replace(/ *jws-jwk.*\n/, '')
    .replace(/ *jws-crypto.*\n/, '')
  expect(loadJwtGenerate(text)).toMatchObject({
    sign: { algorithm: 'none' },
    encrypt: documentedPlan.encrypt,
  })
})

test.each([
  ['aud.claim', ['aud.claim']],
  ['aud.one,aud.two', ['aud.one', 'aud.two']],
  ['" aud.one ,\taud.two "', ['aud.one', 'aud.two']],
])('aud-claim: %s names %j', (text, audience) => {
  expect(loadJwtGenerate(brokenPolicy('aud.claim', text)).claims.audience).toEqual(audience)
})

describe('the policy', () => {
  const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
  const bare = indent(documentedPolicy, -0)
    .split('\n')
    .slice(1)
    .map((line) => line.slice(4))
    .join('\n')

  test.each([
    ['an item of a list', documentedPolicy],
    ['under its name', documentedPolicy.replace('- jwt', 'jwt')],
    ['its properties alone', bare],
    ['JSON', JSON.stringify([{ 'jwt-generate': { ...policyData() } }])],
    [
      'among other steps',
      `- set-variable: { actions: [] }\n${documentedPolicy}- invoke: { target-url: x }\n`,
    ],
    ['in an assembly', `assembly:\n  execute:\n${indent(documentedPolicy, 4)}`],
    [
      'in a branch of the assembly of an API',
      `openapi: 3.0.3\nx-ibm-configuration:\n  assembly:\n    execute:\n      - if:\n          execute:\n${indent(documentedPolicy, 12)}`,
    ],
    ['behind an alias', `- &step\n  jwt-generate:\n${indent(bare, 4)}\n- *step\n`],
  ])('may be %s', (_title, text) => {
    expect(loadJwtGenerate(text)).toEqual(documentedPlan)
  })

  function policyData(): Record<string, unknown> {
    const lines = bare.trimEnd().split('\n')
    return Object.fromEntries(
      lines.map((line) => {
        const [name = '', value = ''] = line.split(': ')
        return [name, /^\d+$/.test(value) || value === 'true' ? JSON.parse(value) : value]
      }),
    )
  }
})

test('The plan is plain data', () => {
  const plan = loadJwtGenerate(documentedPolicy)
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
})

test('The error is a ConfigurationError that knows its place', () => {
  const error = policyFailure(brokenPolicy('exp-claim: 3600', 'exp-claim: 0'))
  expect(error).toBeInstanceOf(ConfigurationError)
  expect({ ...error }).toEqual({
    name: 'ConfigurationError',
    code: 'configuration',
    path: '[0].jwt-generate.exp-claim',
    file: 'text',
    line: 4,
    column: 16,
  })
  expect(error.message).toBe(
    'Invalid jwt-generate policy: text:4:16: [0].jwt-generate.exp-claim: expected a whole number from 1 to 31622400',
  )
  expect(String(error.stack).split('\n')[1]).toContain('policy-text')
})
