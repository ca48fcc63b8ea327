import { describe, expect, it } from 'vitest'
import { createAttempt } from './attempt.js'
import { UnavailableError } from './errors/unavailable-error.js'
import { Family } from './family.js'
import type { KeySource } from './keys/key-source.js'
import { createStaticKeys } from './keys/static-keys.js'
import type { AuthOptions } from './options/auth-options.js'
import type { StandardSchema } from './standard-schema.js'
import { createSigner, encodeToken, forgeToken, mintToken } from './testing.js'
import { type Accepted, verifyToken as verifyAtOnce } from './verify-token.js'

/** By a promise, also where there is nothing to wait for. */
const verifyToken = async (...all: Parameters<typeof verifyAtOnce>): Promise<Accepted> => verifyAtOnce(...all)

const NOW = 1_700_000_000
const signer = createSigner()
const GOOD = { iss: 'a', aud: 'api', sub: 'alice', iat: NOW, exp: NOW + 60, jti: '1' }

/** A policy on which every stage that can be watched leaves its name, and may be told to refuse. */
function watched(refusing: string | undefined = undefined, more: Partial<AuthOptions> = {}) {
  const steps: string[] = []
  const step = (name: string): boolean => {
    steps.push(name)
    return name !== refusing
  }
  const keys = createStaticKeys(signer.keys, ['ES256'], 'keys')
  const source: KeySource = {
    ...keys,
    resolve: (kid, alg) => (step('key') ? keys.resolve(kid, alg) : []),
  }
  const claims: StandardSchema<{ sub: string }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => (step('schema') ? { value: value as { sub: string } } : { issues: [] }),
    },
  }
  const { policy } = new Family({
    issuer: 'a',
    audience: 'api',
    keys: { source },
    clock: () => NOW,
    claims,
    check: () => step('check'),
    revocation: { isRevoked: () => !step('revocation') },
    guard: () => step('guard'),
    preventReplay: { store: { consume: () => step('replay') } },
    ...more,
  }).root
  return { policy, steps }
}
const EVERY = ['key', 'schema', 'check', 'revocation', 'guard', 'replay']

describe('the stages', () => {
  it('run once, in order', async () => {
    const { policy, steps } = watched()
    const { auth, assignments } = await verifyToken(mintToken(signer, GOOD), policy, createAttempt())
    expect(steps).toEqual(EVERY)
    expect(auth.claims).toEqual(GOOD)
    expect(assignments).toEqual([])
  })

  it.each([
    ['key', 'key_not_found'],
    ['schema', 'claim_refused'],
    ['check', 'claim_refused'],
    ['revocation', 'token_revoked'],
    ['guard', 'scope_insufficient'],
    ['replay', 'jti_replayed'],
  ])('end with the one that refuses: %s', async (refusing, code) => {
    const { policy, steps } = watched(refusing)
    const attempt = verifyToken(mintToken(signer, GOOD), policy, createAttempt())
    await expect(attempt).rejects.toMatchObject({ code })
    expect(steps).toEqual(EVERY.slice(0, EVERY.indexOf(refusing) + 1))
  })

  const stranger = createSigner()
  it.each<[string, string, string[]]>([
    ['unreadable text', 'x', []],
    ['a wrong header', mintToken(signer, GOOD, { typ: 'rt+jwt' }), []],
    ['another signature', mintToken(stranger, GOOD), ['key']],
    ['a changed payload', forgeToken(mintToken(signer, GOOD), 'payload'), ['key']],
    ['a payload that is no object', encodeToken({ alg: 'ES256' }, '[]', signer.sign), ['key']],
    ['an expired token', mintToken(signer, { ...GOOD, exp: 1 }), ['key']],
  ])('that have an effect are not reached by %s', async (_what, text, reached) => {
    const { policy, steps } = watched()
    await expect(verifyToken(text, policy, createAttempt())).rejects.toHaveProperty('code')
    expect(steps).toEqual(reached)
  })

  it('judge the signature before the claims: a forger is not told what is wrong with them', async () => {
    const { policy } = watched()
    const wrong = { ...GOOD, iss: 'b', aud: 'x', exp: 1 }
    await expect(verifyToken(mintToken(stranger, wrong), policy, createAttempt())).rejects.toMatchObject({
      code: 'signature_invalid',
    })
  })

  it('plan the mapping before the jti is spent', async () => {
    const { policy, steps } = watched(undefined, { claimMapping: [{ claim: 'sub', to: { path: 'user' } }] })
    const refused = verifyToken(mintToken(signer, { ...GOOD, sub: '..' }), policy, createAttempt())
    await expect(refused).rejects.toMatchObject({ code: 'claim_refused' })
    expect(steps).not.toContain('replay')
    const { assignments } = await verifyToken(mintToken(signer, GOOD), policy, createAttempt())
    expect(assignments).toEqual([{ location: 'path', name: 'user', value: 'alice' }])
  })

  it('look at the body before the jti is spent, where claims go into it', async () => {
    const { policy, steps } = watched(undefined, { claimMapping: [{ claim: 'sub', to: { form: 'user' } }] })
    const token = mintToken(signer, GOOD)
    const text = { rawHeaders: ['Content-Type', 'text/plain', 'Content-Length', '1'] }
    await expect(verifyToken(token, policy, createAttempt(text))).rejects.toMatchObject({
      code: 'media_type_refused',
    })
    expect(steps).not.toContain('replay')
    await verifyToken(token, policy, createAttempt())
    expect(steps).toContain('replay')
  })

  it('spend nothing in report mode', async () => {
    const { policy, steps } = watched(undefined, { mode: 'report' })
    await verifyToken(mintToken(signer, GOOD), policy, createAttempt())
    expect(steps).toEqual(EVERY.slice(0, -1))
  })

  it('need nobody to be asked', async () => {
    const { policy } = new Family({ issuer: 'a', audience: 'api', keys: signer.keys, clock: () => NOW }).root
    const { auth } = await verifyToken(mintToken(signer, GOOD), policy, createAttempt())
    expect(auth).toEqual({ claims: GOOD, token: { header: expect.anything(), claims: GOOD } })
    expect(auth.claims).toBe(auth.token.claims)
    expect(Object.isFrozen(auth)).toBe(true)
  })

  it('wait for keys, and take their outage for one', async () => {
    const keys = createStaticKeys(signer.keys, ['ES256'], 'keys')
    const from = (resolve: KeySource['resolve']) =>
      watched(undefined, { keys: { source: { ...keys, resolve } } }).policy
    const later = from(async (kid, alg) => keys.resolve(kid, alg))
    await verifyToken(mintToken(signer, GOOD), later, createAttempt())
    const down = from(() => Promise.reject(new Error('down')))
    await expect(verifyToken(mintToken(signer, GOOD), down, createAttempt())).rejects.toBeInstanceOf(
      UnavailableError,
    )
  })
})
