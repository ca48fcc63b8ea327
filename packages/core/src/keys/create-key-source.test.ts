import { expect, it } from 'vitest'
import type { VerificationKey } from '../jose/verification-key.js'
import { createSigner } from '../testing.js'
import { createKeySource } from './create-key-source.js'

const found = (source: ReturnType<typeof createKeySource>, alg: string) =>
  source.resolve(undefined, alg) as readonly VerificationKey[]

it('answers with the declared keys', () => {
  const signer = createSigner({ kid: 'a' })
  const source = createKeySource({ jwks: signer.jwks })
  expect(found(source, 'ES256').map(({ kid }) => kid)).toEqual(['a'])
  expect(source.status()).toEqual({ state: 'fresh', keys: [{ kid: 'a', alg: 'ES256' }] })
})

it('takes a secret only where its algorithm is asked for by name', () => {
  const { keys } = createSigner({ alg: 'HS256' })
  expect(() => createKeySource(keys)).toThrow(/^keys/)
  expect(found(createKeySource(keys, ['HS256']), 'HS256')).toHaveLength(1)
})

it('names the key that is wrong', () => {
  expect(() => createKeySource({ jwk: { kty: 'oct' } })).toThrow(
    expect.objectContaining({ name: 'ConfigurationError', path: 'keys.jwk' }),
  )
})
