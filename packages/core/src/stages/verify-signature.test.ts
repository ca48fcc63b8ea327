import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { ALGORITHMS, type Algorithm } from '../jose/algorithms.js'
import type { VerificationKey } from '../jose/verification-key.js'
import { createStaticKeys } from '../keys/static-keys.js'
import { createSigner, encodeToken, forgeToken, mintToken, type Signer } from '../testing.js'
import { parseToken } from './parse-token.js'
import { verifySignature } from './verify-signature.js'

/** The stage throws or rejects, as the key does. */
const verify = async (...args: Parameters<typeof verifySignature>) => verifySignature(...args)

const signer = createSigner()
const keyOf = ({ keys, kid, alg }: Signer): VerificationKey =>
  (createStaticKeys(keys, [alg], 'keys').resolve(kid, alg) as VerificationKey[])[0] as VerificationKey
const answering = (answer: unknown): VerificationKey => ({
  kid: 'answering',
  algorithm: ALGORITHMS.get('ES256') as Algorithm,
  holds: () => answer as boolean,
})
const token = mintToken(signer, { sub: 'alice' })

describe('the signature', () => {
  it.each(['ES256', 'ES384', 'HS256', 'EdDSA'] as const)('of %s makes a verified token', async (alg) => {
    const one = createSigner({ alg })
    const key = keyOf(one)
    const signed = await verify(parseToken(mintToken(one, { sub: 'alice' })), [key])
    expect(signed.key).toBe(key)
    expect(signed.token).toMatchObject({ header: { alg }, claims: { sub: 'alice' } })
    expect(Object.isFrozen(signed.token)).toBe(true)
  })

  it('is judged at once where its key can, and later where it cannot', () => {
    const isLater = (alg: 'ES256' | 'ES384'): boolean => {
      const one = createSigner({ alg })
      return verifySignature(parseToken(mintToken(one, {})), [keyOf(one)]) instanceof Promise
    }
    expect([isLater('ES256'), isLater('ES384')]).toEqual([false, true])
  })

  it('is tried with every key that was resolved', async () => {
    const key = keyOf(signer)
    const signed = await verify(parseToken(token), [keyOf(createSigner()), key])
    expect(signed.key).toBe(key)
  })

  it.each([
    ['of another key', token, keyOf(createSigner())],
    ['that was changed', forgeToken(token, 'signature'), keyOf(signer)],
    ['over another payload', forgeToken(token, 'payload'), keyOf(signer)],
    ['that is missing', token.slice(0, token.lastIndexOf('.') + 1), keyOf(signer)],
  ])('%s is refused', async (_what, text, key) => {
    await expect(verify(parseToken(text), [key])).rejects.toMatchObject({
      code: 'signature_invalid',
    })
  })

  it('is refused where there is no key', async () => {
    await expect(verify(parseToken(token), [])).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  it('is judged before the payload is read', async () => {
    const unreadable = (by: Signer) => parseToken(encodeToken({ alg: 'ES256' }, 'not JSON', by.sign))
    const ask = (by: Signer) => verify(unreadable(by), [keyOf(signer)])
    await expect(ask(signer)).rejects.toMatchObject({ code: 'token_malformed' })
    await expect(ask(createSigner())).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  it.each<[string, unknown]>([
    ['false', false],
    ['undefined', undefined],
    ['a promise of false', Promise.resolve(false)],
    ['a promise of something that is not true', Promise.resolve('yes')],
    ['something that is not true', 'yes'],
    ['a promise of false from another realm', runInNewContext('Promise.resolve(false)')],
    // biome-ignore lint/suspicious/noThenProperty: what a library with promises of its own answers
    ['a thenable of false', { then: (resolve: (held: boolean) => void) => resolve(false) }],
  ])('does not hold where a key of the application answers %s', async (_what, answer) => {
    await expect(verify(parseToken(token), [answering(answer)])).rejects.toMatchObject({
      code: 'signature_invalid',
    })
  })
})
