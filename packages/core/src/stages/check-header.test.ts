import { describe, expect, it } from 'vitest'
import { Family } from '../family.js'
import { ALGORITHMS, type AlgorithmName } from '../jose/algorithms.js'
import { headerFacts } from '../jose/header-facts.js'
import type { VerifierOptions } from '../options/auth-options.js'
import type { IssuerPolicy } from '../policy.js'
import { createSigner } from '../testing.js'
import type { JoseHeader } from '../token.js'
import { checkHeader } from './check-header.js'

const signer = createSigner()
const check = (header: object, options: VerifierOptions = {}) => {
  const { policy } = new Family({ cache: false, issuer: null, audience: null, keys: signer.keys, ...options })
    .root
  return checkHeader(headerFacts(header as JoseHeader), policy.issuers[0] as IssuerPolicy, policy)
}
const refusal = (code: string) => expect.objectContaining({ code })

describe('the algorithm in the header', () => {
  it.each<[string, AlgorithmName]>([
    ['ES256', 'ES256'],
    ['RS256', 'RS256'],
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'Ed25519'],
  ])('%s is accepted where nothing is configured', (alg, row) => {
    expect(check({ alg })).toBe(ALGORITHMS.get(row))
  })

  it.each([
    'HS256',
    'HS512',
    'none',
    'None',
    'nOnE',
    'es256',
    'ES256 ',
    '',
    'ES256K',
    '__proto__',
    'constructor',
  ])('%j is refused where nothing is configured', (alg) => {
    expect(() => check({ alg })).toThrow(refusal('algorithm_refused'))
  })

  it('is accepted only where the issuer allows it', () => {
    expect(check({ alg: 'ES256' }, { algorithms: ['ES256'] }).name).toBe('ES256')
    expect(() => check({ alg: 'RS256' }, { algorithms: ['ES256'] })).toThrow(refusal('algorithm_refused'))
  })

  it.each<[AlgorithmName, AlgorithmName]>([
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'EdDSA'],
  ])('%s is accepted where its other name %s is allowed', (alg, allowed) => {
    const { keys } = createSigner({ alg: 'EdDSA' })
    expect(check({ alg }, { algorithms: [allowed], keys }).name).toBe('Ed25519')
  })

  it('may be that of a secret where it is asked for by name', () => {
    const { keys } = createSigner({ alg: 'HS256' })
    expect(check({ alg: 'HS256' }, { algorithms: ['HS256'], keys }).name).toBe('HS256')
  })
})

describe('the other members of the header', () => {
  it.each<[string, object]>([
    ['crit', { crit: ['exp'] }],
    ['crit that names b64', { crit: ['b64'], b64: true }],
    ['an empty crit', { crit: [] }],
    ['a crit that is no list', { crit: 'exp' }],
    ['a crit of null', { crit: null }],
    ['b64', { b64: false }],
    ['b64 that changes nothing', { b64: true }],
    ['zip', { zip: 'DEF' }],
    ['enc', { enc: 'A256GCM' }],
  ])('are refused where they change how the token is read: %s', (_what, members) => {
    expect(() => check({ alg: 'ES256', ...members })).toThrow(refusal('header_refused'))
  })

  it('are ignored where nobody knows them, keys in the header among them', () => {
    const header = {
      alg: 'ES256',
      jku: 'https://evil.example',
      jwk: {},
      x5u: 'x',
      x5c: ['x'],
      color: 'red',
      cty: 'x',
    }
    expect(check(header).name).toBe('ES256')
  })
})

describe('the typ of the header', () => {
  it.each(['JWT', 'jwt', 'Jwt', 'at+jwt', 'AT+JWT', 'application/jwt', 'Application/At+JWT'])(
    '%s is accepted where nothing is configured',
    (typ) => {
      expect(check({ alg: 'ES256', typ }).name).toBe('ES256')
    },
  )

  it('may be absent where nothing is configured', () => {
    expect(check({ alg: 'ES256' }).name).toBe('ES256')
  })

  it.each([
    ['of a refresh token', 'rt+jwt'],
    ['of a logout token', 'logout+jwt'],
    ['of a DPoP proof', 'dpop+jwt'],
    ['of a status list', 'statuslist+jwt'],
    ['of a security event', 'secevent+jwt'],
    ['of an unsecured thing', 'JOSE'],
    ['with white space', ' JWT'],
    ['that is empty', ''],
    ['that is a number', 1],
    ['that is a list', ['JWT']],
    ['that is null', null],
  ])('%s is refused', (_what, typ) => {
    expect(() => check({ alg: 'ES256', typ })).toThrow(refusal('header_refused'))
  })

  it('is compared with the list that was configured, and with nothing else', () => {
    const options = { typ: ['application/Special+JWT'] }
    expect(check({ alg: 'ES256', typ: 'special+jwt' }, options).name).toBe('ES256')
    for (const header of [{ alg: 'ES256', typ: 'JWT' }, { alg: 'ES256' }])
      expect(() => check(header, options)).toThrow(refusal('header_refused'))
  })

  it('may be demanded to be absent', () => {
    expect(check({ alg: 'ES256' }, { typ: [null] }).name).toBe('ES256')
    expect(() => check({ alg: 'ES256', typ: 'JWT' }, { typ: [null] })).toThrow(refusal('header_refused'))
  })
})
