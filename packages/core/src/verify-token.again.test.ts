import { describe, expect, it } from 'vitest'
import { type Attempt, createAttempt } from './attempt.js'
import { Family } from './family.js'
import type { VerificationKey } from './jose/verification-key.js'
import type { KeySource } from './keys/key-source.js'
import { createStaticKeys } from './keys/static-keys.js'
import type { AuthOptions } from './options/auth-options.js'
import { requestState } from './request-state.js'
import { createSigner, manualClock, mintToken } from './testing.js'
import { type Accepted, verifyToken } from './verify-token.js'

const NOW = 1_700_000_000
const signer = createSigner()
const GOOD = { iss: 'a', aud: 'api', sub: 'alice', iat: NOW, exp: NOW + 60, jti: '1' }

describe('a token that was verified before', () => {
  const keySet = createStaticKeys(signer.keys, ['ES256'], 'keys')
  const [realKey] = keySet.resolve(signer.kid, 'ES256') as [VerificationKey]

  function counting(more: Partial<AuthOptions> = {}) {
    const clock = manualClock(NOW)
    const live = { keys: [] as VerificationKey[], checks: 0, revoked: false }
    const countedKey = (): VerificationKey => ({
      ...realKey,
      holds: (data, signature) => {
        live.checks++
        return realKey.holds(data, signature)
      },
    })
    live.keys = [countedKey()]
    const source: KeySource = { ...keySet, resolve: () => live.keys }
    const revocation = { isRevoked: () => live.revoked }
    const family = new Family({ issuer: 'a', audience: 'api', keys: { source }, clock, revocation, ...more })
    const ask = async (text: string, state: object = {}): Promise<[Accepted, Attempt]> => {
      const attempt = createAttempt(undefined, requestState(state))
      return [await verifyToken(text, family.root.policy, attempt), attempt]
    }
    return { ask, clock, countedKey, live, family }
  }
  const token = mintToken(signer, GOOD)

  it('is not parsed and its signature not checked again', async () => {
    const { ask, live } = counting()
    const [first, firstAttempt] = await ask(token)
    const [second, secondAttempt] = await ask(token)
    expect([firstAttempt.cached, secondAttempt.cached, live.checks]).toEqual([false, true, 1])
    expect(second.proof.token).toBe(first.proof.token)
    expect(secondAttempt).toMatchObject({ issuer: { label: 'a' }, header: { alg: 'ES256', kid: signer.kid } })
  })

  it('of one of several issuers has its issuer chosen again', async () => {
    const issuers = ['a', 'b'].map((issuer) => ({ issuer, keys: signer.keys }))
    const { policy } = new Family({ issuers, audience: 'api', clock: () => NOW }).root
    for (const cached of [false, true]) {
      const attempt = createAttempt()
      await verifyToken(token, policy, attempt)
      expect(attempt).toMatchObject({ cached, issuer: { label: 'a' } })
    }
  })

  it('is judged again: its expiry, its revocation', async () => {
    const { ask, clock, live } = counting()
    await ask(token)
    live.revoked = true
    await expect(ask(token)).rejects.toMatchObject({ code: 'token_revoked' })
    live.revoked = false
    clock.advance(65)
    await expect(ask(token)).rejects.toMatchObject({ code: 'token_expired' })
    expect(live.checks).toBe(1)
  })

  it('proves nothing under another key, not even one that looks the same', async () => {
    const { ask, countedKey, live } = counting()
    await ask(token)
    live.keys = [countedKey()]
    const [, attempt] = await ask(token)
    expect([attempt.cached, live.checks]).toEqual([false, 2])
    live.keys = []
    await expect(ask(token)).rejects.toMatchObject({ code: 'key_not_found' })
  })

  it('proves nothing for a text that only ends like it', async () => {
    const { ask } = counting()
    await ask(token)
    const [header = '', , signature = ''] = token.split('.')
    const other = `${header}.${Buffer.from('{"iss":"a","aud":"api","sub":"root"}').toString('base64url')}.${signature}`
    await expect(ask(other)).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  it('is remembered only where everything passed', async () => {
    const { ask, live } = counting({ check: ({ sub }) => sub === 'bob' })
    for (const _time of [1, 2]) await expect(ask(token)).rejects.toMatchObject({ code: 'claim_refused' })
    expect(live.checks).toBe(2)
  })

  it('by another middleware on this request is taken from there, with the same keys only', async () => {
    const { ask, live, family } = counting({ cache: false })
    const [{ proof }] = await ask(token)
    const request = {}
    requestState(request).proof = proof
    expect((await ask(token, request))[1].cached).toBe(true)
    expect(live.checks).toBe(1)
    requestState(request).proof = { ...proof, partition: {} }
    expect((await ask(token, request))[1].cached).toBe(false)
    requestState(request).proof = { ...proof, text: 'another' }
    expect((await ask(token, request))[1].cached).toBe(false)
    expect(family.status().cache.entries).toBe(0)
  })
})
