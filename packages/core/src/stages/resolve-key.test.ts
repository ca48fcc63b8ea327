import { describe, expect, it } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.js'
import { Family } from '../family.js'
import { ALGORITHMS, type Algorithm } from '../jose/algorithms.js'
import { headerFacts } from '../jose/header-facts.js'
import type { Jwk } from '../jose/import-jwk.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { KeySource } from '../keys/key-source.js'
import type { Keys } from '../options/issuer-options.js'
import type { IssuerPolicy } from '../policy.js'
import { createSigner } from '../testing.js'
import { resolveKey } from './resolve-key.js'

const ec = createSigner({ kid: 'ec' })
const ecToo = createSigner({ kid: 'ec2' })
const ed = createSigner({ alg: 'Ed25519', kid: 'ed' })
const [EC, EC2, ED] = [ec, ecToo, ed].map((signer) => signer.jwks.keys[0]) as [Jwk, Jwk, Jwk]

const issuerOf = (keys: Keys): IssuerPolicy =>
  new Family({ cache: false, issuer: null, audience: null, keys }).root.policy.issuers[0] as IssuerPolicy
const setOf = (...keys: Jwk[]): IssuerPolicy => issuerOf({ jwks: { keys } })
const sourceOf = (resolve: KeySource['resolve']): IssuerPolicy =>
  issuerOf({
    source: {
      resolve,
      status: () => ({ state: 'fresh', keys: [] }),
      refresh: async () => {},
      close: () => {},
    },
  })
const ask = async (issuer: IssuerPolicy, kid?: string, alg = 'ES256'): Promise<(string | undefined)[]> => {
  const header = headerFacts(kid === undefined ? { alg } : { alg, kid })
  const keys: readonly VerificationKey[] = await resolveKey(header, ALGORITHMS.get(alg) as Algorithm, issuer)
  return keys.map((key) => key.kid)
}

describe('resolving the key', () => {
  it.each<[string, IssuerPolicy, string | undefined, string, string[]]>([
    ['the key with the kid of the token', setOf(EC, EC2), 'ec2', 'ES256', ['ec2']],
    ['the only key, for a token without kid', setOf(EC), undefined, 'ES256', ['ec']],
    ['the only key that fits, for a token without kid', setOf(EC, ED), undefined, 'EdDSA', ['ed']],
    ['all that fit of two keys with one kid', setOf(EC, { ...EC2, kid: 'ec' }), 'ec', 'ES256', ['ec', 'ec']],
    ['the fitting one of two with one kid', setOf(EC, { ...ED, kid: 'ec' }), 'ec', 'ES256', ['ec']],
  ])('finds %s', async (_what, issuer, kid, alg, kids) => {
    expect(await ask(issuer, kid, alg)).toEqual(kids)
  })

  it('answers at once where the source does', () => {
    const answer = resolveKey(headerFacts({ alg: 'ES256' }), ALGORITHMS.get('ES256') as Algorithm, setOf(EC))
    expect(answer).toBeInstanceOf(Array)
  })

  it('lets a single declared key without kid answer any kid', async () => {
    const { kid: _kid, ...jwk } = EC
    expect(await ask(issuerOf({ jwk }), 'whatever')).toEqual([undefined])
  })

  it.each<[string, IssuerPolicy, string | undefined, string, string]>([
    ['an unknown kid', setOf(EC), 'other', 'ES256', 'key_not_found'],
    ['a kid in another case', setOf(EC), 'EC', 'ES256', 'key_not_found'],
    ['an empty kid', setOf(EC), '', 'ES256', 'key_not_found'],
    ['no kid where two keys fit', setOf(EC, EC2), undefined, 'ES256', 'key_not_found'],
    ['no kid where none of several fits', setOf(EC, EC2), undefined, 'EdDSA', 'key_not_found'],
    ['a kid whose key has another algorithm', setOf(EC, ED), 'ed', 'ES256', 'algorithm_refused'],
    [
      'a kid whose keys have other algorithms',
      setOf(EC, { ...EC2, kid: 'ec' }),
      'ec',
      'EdDSA',
      'algorithm_refused',
    ],
    ['no kid where the only key has another algorithm', setOf(EC), undefined, 'EdDSA', 'algorithm_refused'],
  ])('refuses %s', async (_what, issuer, kid, alg, code) => {
    await expect(ask(issuer, kid, alg)).rejects.toMatchObject({ code })
  })

  it('tells the kid that was not found', async () => {
    await expect(ask(setOf(EC), 'other')).rejects.toMatchObject({ detail: { kid: 'other' } })
  })

  it('shows a source the kid and the algorithm, and nothing else of the token', async () => {
    const asked: unknown[] = []
    const issuer = sourceOf((...query) => {
      asked.push(query)
      return []
    })
    await expect(ask(issuer, 'a', 'EdDSA')).rejects.toMatchObject({ code: 'key_not_found' })
    expect(asked).toEqual([['a', 'Ed25519']])
  })

  it('waits for a source that has to', async () => {
    const keys = setOf(EC).keys.resolve('ec', 'ES256')
    expect(
      await ask(
        sourceOf(async () => keys),
        'ec',
      ),
    ).toEqual(['ec'])
    await expect(
      ask(
        sourceOf(async () => []),
        'ec',
      ),
    ).rejects.toMatchObject({ code: 'key_not_found' })
  })

  const down = new Error('ECONNREFUSED')
  it.each<[string, KeySource['resolve']]>([
    [
      'throws',
      () => {
        throw down
      },
    ],
    ['rejects', () => Promise.reject(down)],
  ])('takes a source that %s for an outage, never for an unknown key', async (_what, resolve) => {
    const error: unknown = await ask(sourceOf(resolve), 'ec').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnavailableError)
    expect(error).toMatchObject({ part: 'keys', cause: down })
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['one key instead of a list', setOf(EC).keys.resolve('ec', 'ES256')],
    ['a promise of nothing', Promise.resolve(undefined)],
  ])('takes a source that answers %s for an outage', async (_what, answer) => {
    const wrong = Array.isArray(answer) ? answer[0] : answer
    const error: unknown = await ask(
      sourceOf(() => wrong as []),
      'ec',
    ).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnavailableError)
    expect(error).toMatchObject({ cause: expect.any(TypeError) })
  })

  it('takes keys that another copy of this package made, whose algorithms are other objects', async () => {
    const [key] = (await setOf(EC).keys.resolve('ec', 'ES256')) as [VerificationKey]
    const twin = { ...key, algorithm: { ...key.algorithm } }
    expect(
      await ask(
        sourceOf(() => [twin]),
        'ec',
      ),
    ).toEqual(['ec'])
    expect(
      await ask(
        sourceOf(() => [twin, twin]),
        'ec',
      ),
    ).toEqual(['ec', 'ec'])
    await expect(
      ask(
        sourceOf(() => [twin]),
        'ec',
        'EdDSA',
      ),
    ).rejects.toMatchObject({ code: 'algorithm_refused' })
  })

  it('passes on what a source says of its own outage', async () => {
    const own = new UnavailableError('keys', { retryAfter: 30 })
    await expect(
      ask(
        sourceOf(() => Promise.reject(own)),
        'ec',
      ),
    ).rejects.toBe(own)
  })
})
