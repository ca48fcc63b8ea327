import { describe, expect, test } from 'vitest'
import { createAuthenticator } from '../create-authenticator.js'
import { createVerifier } from '../create-verifier.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { createSigner } from '../testing.js'
import { checkAuthOptions, checkOverrides, checkVerifierOptions } from './check-options.js'

const { keys } = createSigner()
const good = { issuer: 'https://id.test', audience: 'api', keys }

type Row = readonly [path: string, change: Readonly<Record<string, unknown>>, part: string]

const text = 'a string that is not empty'

const ROWS: readonly Row[] = [
  ['issuer', { issuer: '' }, `${text}; got an empty string`],
  ['issuer', { issuer: 7 }, `${text}; got 7`],
  ['issuer', { issuer: [] }, 'a list that is not empty; got an empty list'],
  ['issuer[1]', { issuer: ['a', null] }, `${text}; got null`],
  ['audience', { audience: {} }, `${text}; got an object`],
  ['audience[0]', { audience: [''] }, text],
  ['keys', { keys: {} }, 'exactly one of jwk, jwks, publicKey, secret, jwksUri, file, source'],
  ['keys', { keys: null }, 'exactly one of'],
  [
    'keys',
    { keys: 'PEM' },
    'exactly one of jwk, jwks, publicKey, secret, jwksUri, file, source; got a string',
  ],
  ['keys', { keys: { jwk: {}, secret: 'x' } }, 'exactly one of'],
  ['keys', { keys: [] }, 'a list that is not empty'],
  ['keys[1]', { keys: [keys, {}] }, 'exactly one of'],
  ['keys.kid', { keys: { secret: 'x', kid: 1 } }, text],
  ['keys.alg', { keys: { secret: 'x', alg: 'HS1' } }, 'one of HS256'],
  ['keys.algo', { keys: { secret: 'x', algo: 'HS256' } }, 'did you mean alg?'],
  ['keys.source', { keys: { source: {} } }, 'the function resolve, status, refresh, close'],
  ['algorithms', { algorithms: [] }, 'a list that is not empty'],
  ['algorithms', { algorithms: 'RS256' }, 'a list that is not empty; got a string'],
  ['algorithms[0]', { algorithms: ['none'] }, 'one of HS256, HS384'],
  ['algorithms[0]', { algorithms: ['rs256'] }, 'one of HS256, HS384'],
  ['issuers', { issuers: [] }, 'a list that is not empty'],
  ['issuers[0]', { issuers: ['x'] }, 'an object; got a string'],
  ['issuers[0].issuer', { issuers: [{ keys }] }, 'is required'],
  ['keys.jwksUri', { keys: { jwksUri: 1 } }, text],
  ['keys.file', { keys: { file: new URL('https://id.test/jwks.json') } }, 'a path, or a URL with file:'],
  ['keys.file', { keys: { file: '' } }, 'a path'],
  ['keys.alg', { keys: { file: 'keys.pem', alg: 'RS1' } }, 'one of HS256'],
  ['keys[0]', { keys: [{ jwksUri: 'https://id.test/jwks' }] }, 'exactly one of jwk, jwks, publicKey, secret'],
  ['issuers[0].audiences', { issuers: [{ issuer: 'a', keys, audiences: 'x' }] }, 'did you mean audience?'],
  ['typ', { typ: 'JWT' }, 'a list that is not empty; got a string'],
  ['typ[1]', { typ: ['JWT', ''] }, text],
  ['clockTolerance', { clockTolerance: -1 }, 'a number from 0 to 300; got -1'],
  ['clockTolerance', { clockTolerance: 300.5 }, 'a number from 0 to 300'],
  ['clockTolerance', { clockTolerance: Number.NaN }, 'a number from 0 to 300; got NaN'],
  ['clockTolerance', { clockTolerance: '5' }, 'a number from 0 to 300; got a string'],
  ['maxTokenAge', { maxTokenAge: Number.POSITIVE_INFINITY }, 'a number of seconds, at least 0; got Infinity'],
  ['maxLifetime', { maxLifetime: -0.1 }, 'a number of seconds, at least 0'],
  ['requiredClaims', { requiredClaims: 'sub' }, 'a list; got a string'],
  ['requiredClaims[0]', { requiredClaims: [''] }, text],
  ['claims', { claims: {} }, 'a Standard Schema'],
  ['claims', { claims: 'zod' }, 'a Standard Schema'],
  ['check', { check: true }, 'a function; got a boolean'],
  ['preventReplay', { preventReplay: 'yes' }, 'an object; got a string'],
  ['preventReplay.store', { preventReplay: { store: {} } }, 'the function consume'],
  ['preventReplay.namespace', { preventReplay: { namespace: 1 } }, 'a string; got 1'],
  ['preventReplay.onUnavailable', { preventReplay: { onUnavailable: 'deny' } }, 'one of refuse, allow'],
  ['preventReplay.timeout', { preventReplay: { timeout: 0 } }, 'a number from 0.001 to 60; got 0'],
  ['preventReplay.ttl', { preventReplay: { ttl: 1 } }, 'known are store, namespace, onUnavailable, timeout'],
  ['revocation', { revocation: () => false }, 'the function isRevoked'],
  ['dangerouslyAllowMissingExpiration', { dangerouslyAllowMissingExpiration: 1 }, 'true or false'],
  ['dangerouslyIgnoreExpiration', { dangerouslyIgnoreExpiration: null }, 'true or false; got null'],
  ['maxTokenBytes', { maxTokenBytes: 255 }, 'a number from 256 to 65536'],
  ['maxTokenBytes', { maxTokenBytes: 65_537 }, 'a number from 256 to 65536'],
  ['cache', { cache: true }, 'an object'],
  ['cache.maxBytes', { cache: { maxBytes: 0 } }, 'a whole number from 1'],
  ['cache.maxEntries', { cache: { maxEntries: 0 } }, 'a whole number from 1'],
  ['cache.maxBytes', { cache: { maxBytes: 1000.5 } }, 'number'],
  ['cache.maxEntries', { cache: { maxEntries: 1.5 } }, 'number'],
  ['cache.maxEntries', { cache: { maxEntries: Number.MAX_SAFE_INTEGER } }, 'number'],
  ['clock', { clock: 1 }, 'a function'],
  ['fetch', { fetch: 'undici' }, 'a function'],
  ['allowInsecureHttp', { allowInsecureHttp: 'yes' }, 'true or false'],
  ['remoteKeys', { remoteKeys: 600 }, 'an object'],
  ['remoteKeys.freshFor', { remoteKeys: { freshFor: 59 } }, 'a number from 60 to 86400; got 59'],
  ['remoteKeys.staleFor', { remoteKeys: { staleFor: 604_801 } }, 'a number from 0 to 604800'],
  ['remoteKeys.cooldown', { remoteKeys: { cooldown: 0 } }, 'a number from 1 to 3600'],
  ['remoteKeys.timeout', { remoteKeys: { timeout: 61 } }, 'a number from 0.1 to 60'],
  ['remoteKeys.filePoll', { remoteKeys: { filePoll: 0 } }, 'a number from 0.1 to 3600'],
  ['remoteKeys.coolDown', { remoteKeys: { coolDown: 30 } }, 'did you mean cooldown?'],
  ['token', { token: {} }, 'exactly one of header, query, cookie, form'],
  ['token', { token: { header: 'a', query: 'b' } }, 'exactly one of'],
  ['token', { token: [] }, 'a list that is not empty'],
  ['token[0].scheme', { token: [{ header: 'authorization', scheme: '' }] }, 'a name of letters'],
  ['token.header', { token: { header: 'X Token' } }, 'a name of letters'],
  ['token.cookie', { token: { cookie: 'a=b' } }, 'a name of letters'],
  ['token.query', { token: { query: 1 } }, text],
  ['token.scheme', { token: { cookie: 'a', scheme: 'b' } }, 'unknown option; known are cookie'],
  ['token.form', { token: { form: null } }, text],
  ['optional', { optional: 'true' }, 'true or false'],
  ['guard', { guard: {} }, 'a function'],
  ['claimMapping', { claimMapping: {} }, 'a list; got an object'],
  ['claimMapping[0].claim', { claimMapping: [{ to: { header: 'x' } }] }, 'is required'],
  ['claimMapping[0].to', { claimMapping: [{ claim: 'sub' }] }, 'is required'],
  [
    'claimMapping[0].to',
    { claimMapping: [{ claim: 'sub', to: { cookie: 'x' } }] },
    'header, query, path, form',
  ],
  [
    'claimMapping[0].claim',
    { claimMapping: [{ claim: [], to: { header: 'x' } }] },
    'a list that is not empty',
  ],
  [
    'claimMapping[0].encoding',
    { claimMapping: [{ claim: 'a', to: { header: 'x' }, encoding: 'hex' }] },
    'one of',
  ],
  ['forwardToken', { forwardToken: 0 }, 'true or false'],
  ['csrf', { csrf: false }, 'an object; got a boolean'],
  ['csrf.origins', { csrf: {} }, 'is required'],
  ['csrf.origins[0]', { csrf: { origins: [''] } }, 'an origin such as'],
  ['csrf.origins[0]', { csrf: { origins: ['https://a.test/'] } }, 'an origin such as'],
  ['csrf.origins[1]', { csrf: { origins: ['https://a.test', 'null'] } }, 'an origin such as'],
  ['allowPreflight', { allowPreflight: [] }, 'true or false; got an empty list'],
  ['errorProfile', { errorProfile: 'rfc9457' }, 'one of rfc6750, gateway'],
  ['mode', { mode: 'shadow' }, 'one of enforce, report'],
  ['onDecision', { onDecision: 'log' }, 'a function'],
  ['audiance', { audiance: 'api' }, 'unknown option; did you mean audience?'],
  ['issuerss', { issuerss: 'x' }, 'did you mean issuer'],
  ['ClaimMaping', { ClaimMaping: [] }, 'did you mean claimMapping?'],
  ['jwksRequestsPerMinute', { jwksRequestsPerMinute: 5 }, 'unknown option; known are issuer, audience, keys'],
  ['constructor', { constructor: 1 }, 'unknown option'],
]

function errorOf(act: () => unknown): ConfigurationError {
  try {
    act()
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return error as ConfigurationError
  }
  throw new Error('nothing was thrown')
}

describe('the constructor names the path of a bad option and what was expected', () => {
  test.each(ROWS)('%s of %j', (path, change, part) => {
    const error = errorOf(() => createAuthenticator({ ...good, ...change } as never))
    expect(error.path).toBe(path)
    expect(error.message).toContain(part)
    expect(error.message.startsWith(path)).toBe(true)
  })

  test.each([
    { token: { header: undefined } },
    { token: [{ cookie: undefined }] },
    { claimMapping: [{ claim: 'sub', to: { header: undefined } }] },
    { claimMapping: [{ claim: 'sub', to: { path: undefined } }] },
    { keys: { source: undefined } },
    { keys: { jwk: undefined } },
    { keys: [{ source: undefined }] },
  ])('a kind whose only member is undefined is refused under its name: %o', (change) => {
    const error = errorOf(() => createAuthenticator({ ...good, ...change } as never))
    expect(error.path.startsWith(Object.keys(change)[0] as string)).toBe(true)
  })

  test.each([undefined, null, 'text', [], 1])('options that are %j are refused as a whole', (options) => {
    const error = errorOf(() => createAuthenticator(options as never))
    expect(error.path).toBe('')
    expect(error.message).toContain('expected an object')
  })

  test('never shows the value, which could be a secret', () => {
    const error = errorOf(() => createAuthenticator({ ...good, keys: 'hunter2-hunter2' } as never))
    expect(error.message).not.toContain('hunter2')
  })
})

test('every option may be undefined, which means left out', () => {
  const rest = {
    typ: undefined,
    token: undefined,
    preventReplay: undefined,
    cache: undefined,
    csrf: undefined,
  }
  expect(() => checkAuthOptions({ ...good, ...rest })).not.toThrow()
})

test.each(['token', 'optional', 'guard', 'claimMapping', 'csrf', 'mode', 'onDecision', 'errorProfile'])(
  'a verifier has no option %s',
  (name) => {
    expect(errorOf(() => createVerifier({ ...good, [name]: undefined } as never)).path).toBe(name)
    expect(errorOf(() => checkVerifierOptions({ ...good, [name]: undefined })).message).toContain(
      'unknown option',
    )
  },
)

test.each([
  ['cache', false],
  ['clock', () => 0],
  ['fetch', fetch],
  ['allowInsecureHttp', true],
  ['remoteKeys', {}],
] as const)('an override cannot change the %s of the family', (name, value) => {
  const error = errorOf(() => checkOverrides({ [name]: value }))
  expect([error.path, error.message]).toEqual([name, expect.stringContaining('belongs to the whole family')])
})

test('overrides need not name issuer, audience and keys again', () => {
  expect(() => checkOverrides({ optional: true })).not.toThrow()
})
