import { createAuthenticator } from '@meishi/core'
import { createSigner, mintToken } from '@meishi/core/testing'
import { describe, expect, test } from 'vitest'
import { documented, modulus, pluginJson, publicKey, signer } from '../test-support/plugin-text.js'
import { loadJwtPlugin } from './index.js'

describe('the documented example', () => {
  const authenticator = createAuthenticator(loadJwtPlugin(documented))
  const decide = (rawHeaders: readonly string[]) => authenticator.authenticate({ rawHeaders })

  test('becomes options of the gateway profile', () => {
    expect(loadJwtPlugin(documented)).toEqual({
      issuer: null,
      audience: null,
      algorithms: ['RS256'],
      keys: { jwk: { kty: 'RSA', e: 'AQAB', use: 'sig', kid: 'uniq_key', alg: 'RS256', n: modulus } },
      token: { header: 'X-Token' },
      optional: false,
      claimMapping: [
        { claim: 'aud', to: { header: 'X-Aud' } },
        { claim: 'userId', to: { query: 'userId' } },
      ],
      errorProfile: 'gateway',
      maxLifetime: 604_799.999_999_9,
    })
  })

  test('accepts its tokens and maps their claims', async () => {
    const token = mintToken(signer, { iss: 'anyone', aud: ['a', 'b'], userId: '1213234' })
    const outcome = await decide(['X-Token', token])
    expect(outcome).toMatchObject({
      status: 'authenticated',
      assignments: [
        { location: 'header', name: 'X-Aud', value: 'a,b' },
        { location: 'query', name: 'userId', value: '1213234' },
      ],
    })
  })

  test.each([
    ['no token', [], 400, 'I400JR'],
    ['a text that is no token', ['X-Token', 'x'], 400, 'I400JD'],
    [
      'a token of another key',
      ['X-Token', mintToken(createSigner({ alg: 'RS256', kid: 'x' }))],
      403,
      'A403JK',
    ],
    ['an expired token', ['X-Token', mintToken(signer, { exp: 1, iat: 0 })], 403, 'A403JE'],
    ['a token without exp', ['X-Token', mintToken(signer, { exp: undefined })], 403, 'A403JT'],
  ])('refuses %s as the gateway does', async (_title, rawHeaders, status, code) => {
    const outcome = await decide(rawHeaders)
    expect(outcome).toMatchObject({ error: { status, headers: { 'X-Ca-Error-Code': code } } })
  })
})

describe('JSON', () => {
  test.each([
    ['on one line', pluginJson()],
    ['indented by spaces', pluginJson({}, 2)],
    ['indented by tabs', pluginJson({}, '\t')],
    ['with Windows line ends', pluginJson({}, 2).replaceAll('\n', '\r\n')],
    ['behind a byte order mark', `\uFEFF${pluginJson()}`],
  ])('%s says the same as YAML', (_title, json) => {
    expect(loadJwtPlugin(json)).toEqual(loadJwtPlugin(documented))
  })
})

describe('the token', () => {
  test.each([
    [{ parameter: 'X-Token', parameterLocation: undefined }, { header: 'X-Token' }],
    [{ parameter: 'Authorization' }, { header: 'Authorization', scheme: 'Bearer' }],
    [{ parameter: 'authorization' }, { header: 'authorization', scheme: 'Bearer' }],
    [{ parameter: 'Authorization', parameterLocation: 'query' }, { query: 'Authorization' }],
    [{ parameter: 'access token', parameterLocation: 'query' }, { query: 'access token' }],
    [{ parameter: 'session', parameterLocation: 'cookie' }, { cookie: 'session' }],
  ])('of %j is looked for in %j', (changes, source) => {
    expect(loadJwtPlugin(pluginJson(changes)).token).toEqual(source)
  })

  test.each(['Bearer', 'bearer', 'BEARER'])('in Authorization is found behind %s', async (scheme) => {
    const authenticator = createAuthenticator(loadJwtPlugin(pluginJson({ parameter: 'Authorization' })))
    const outcome = await authenticator.authenticate({
      rawHeaders: ['Authorization', `${scheme} ${mintToken(signer)}`],
    })
    expect(outcome.status).toBe('authenticated')
  })

  test('may be missing where bypassEmptyToken says so, and may not be a bad one', async () => {
    const authenticator = createAuthenticator(loadJwtPlugin(pluginJson({ bypassEmptyToken: true })))
    const outcomes = [[], ['X-Token', 'x']].map((rawHeaders) => authenticator.authenticate({ rawHeaders }))
    expect((await Promise.all(outcomes)).map(({ status }) => status)).toEqual(['anonymous', 'refused'])
  })
})

describe('claimParameters', () => {
  test('go to each place that the gateway has', () => {
    const claimParameters = ['header', 'query', 'path', 'formData'].map((location) => ({
      claimName: 'sub',
      parameterName: 'userId',
      location,
    }))
    expect(loadJwtPlugin(pluginJson({ claimParameters })).claimMapping?.map(({ to }) => to)).toEqual([
      { header: 'userId' },
      { query: 'userId' },
      { path: 'userId' },
      { form: 'userId' },
    ])
  })

  test.each([undefined, []])('may be %j', (claimParameters) => {
    expect(loadJwtPlugin(pluginJson({ claimParameters })).claimMapping).toEqual([])
  })

  test('name one claim, dots and all', async () => {
    const claimParameters = [{ claimName: 'https://a.example/b', parameterName: 'X-B', location: 'header' }]
    const authenticator = createAuthenticator(loadJwtPlugin(pluginJson({ claimParameters })))
    const token = mintToken(signer, { 'https://a.example/b': 'c' })
    const outcome = await authenticator.authenticate({ rawHeaders: ['X-Token', token] })
    expect(outcome).toMatchObject({ assignments: [{ location: 'header', name: 'X-B', value: 'c' }] })
  })
})

describe('keys', () => {
  const other = createSigner({ alg: 'RS256', kid: 'other' })

  test.each([
    ['a list', [publicKey(), publicKey(other)]],
    ['a key set', { keys: [publicKey(), publicKey(other)] }],
  ])('in jwks, %s, are chosen by kid', async (_title, jwks) => {
    const authenticator = createAuthenticator(loadJwtPlugin(pluginJson({ jwk: undefined, jwks })))
    const tokens = [signer, other, createSigner({ alg: 'RS256', kid: 'third' })].map((one) => mintToken(one))
    const outcomes = tokens.map((token) => authenticator.authenticate({ rawHeaders: ['X-Token', token] }))
    const statuses = (await Promise.all(outcomes)).map(({ status }) => status)
    expect(statuses).toEqual(['authenticated', 'authenticated', 'refused'])
  })

  test('may lack kid, alg and use, and then answer any kid', async () => {
    const { kty, n, e } = publicKey()
    const authenticator = createAuthenticator(loadJwtPlugin(pluginJson({ jwk: { kty, n, e } })))
    const token = mintToken(signer, {}, { kid: 'whatever' })
    expect((await authenticator.authenticate({ rawHeaders: ['X-Token', token] })).status).toBe(
      'authenticated',
    )
  })

  test('lose the members that nobody reads', () => {
    const jwk = { ...publicKey(), key_ops: ['verify'], ext: true, x5c: ['AAAA'], x5t: 'AAAA' }
    const options = loadJwtPlugin(pluginJson({ jwk }))
    expect(options.keys).toEqual({ jwk: { ...publicKey(), key_ops: ['verify'] } })
  })
})

test('The options are plain data', () => {
  const options = loadJwtPlugin(pluginJson({ preventJtiReplay: true }))
  expect(JSON.parse(JSON.stringify(options))).toEqual(options)
})

test('Aliases and tags of plain text are read', () => {
  const yaml = documented
    .replace('parameterName: userId', 'parameterName: *user')
    .replace('claimName: userId', 'claimName: &user !!str userId')
  expect(loadJwtPlugin(yaml)).toEqual(loadJwtPlugin(documented))
})

test('YAML 1.1 does not turn words into booleans', () => {
  expect(() => loadJwtPlugin(`%YAML 1.1\n${documented.replace('false ', 'off ')}`)).toThrow(
    'preventJtiReplay: expected true or false',
  )
})
