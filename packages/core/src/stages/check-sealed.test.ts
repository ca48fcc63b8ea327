import { expect, it } from 'vitest'
import { Family } from '../family.js'
import type { DecryptionKey } from '../jose/decryption-key.js'
import { headerFacts } from '../jose/header-facts.js'
import type { DecryptionPolicy } from '../policy.js'
import { createRecipient, createSigner } from '../testing.js'
import { checkSealed } from './check-sealed.js'

const recipient = createRecipient({ alg: 'dir' })
const decryption = { ...recipient.decryption, bareClaims: true }
const { policy } = new Family({ issuer: 'a', audience: 'b', keys: createSigner().keys, decryption }).root
const [key] = (policy.decryption as DecryptionPolicy).select('test-key') as [DecryptionKey]

it.each([{}, { typ: 'JWT' }, { typ: 'application/at+jwt' }])('the secret vouches for %j', (more) => {
  expect(checkSealed(headerFacts({ alg: 'dir', enc: 'A256GCM', ...more }), key, policy)).toEqual([key])
})

it.each([{ typ: 'refresh+jwt' }, { typ: 'JWE' }, { typ: null }])('another kind is refused: %j', (more) => {
  expect(() => checkSealed(headerFacts({ alg: 'dir', ...more } as never), key, policy)).toThrow(
    expect.objectContaining({ code: 'header_refused' }),
  )
})
