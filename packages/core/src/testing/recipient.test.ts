import { expect, it } from 'vitest'
import { createVerifier } from '../create-verifier.js'
import { CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS } from '../jose/encryption-algorithms.js'
import { createRecipient } from './recipient.js'
import { createTestIssuer } from './test-issuer.js'

const idp = createTestIssuer()
const verifierFor = (recipient: ReturnType<typeof createRecipient>) =>
  createVerifier({
    issuer: idp.issuer,
    audience: idp.audience,
    keys: idp.keys,
    decryption: recipient.decryption,
  })

const PAIRS = [...KEY_MANAGEMENTS.values()].flatMap(({ name: alg }) =>
  [...CONTENT_ENCRYPTIONS.values()].map(({ name: enc }) => ({ alg, enc })),
)

it.each(PAIRS)('a service with its decryption opens what is encrypted to it: $alg, $enc', async (pair) => {
  const recipient = createRecipient(pair)
  const { claims } = await verifierFor(recipient).verify(await recipient.encrypt(idp.mint()))
  expect(claims.sub).toBe('alice')
})

it('is one with RSA if nothing else is asked for, and nobody else opens its tokens', async () => {
  const recipient = createRecipient()
  expect(recipient).toMatchObject({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'test-key' })
  const token = await createRecipient().encrypt(idp.mint())
  await expect(verifierFor(recipient).verify(token)).rejects.toMatchObject({ code: 'decryption_failed' })
})

it('encrypts claims as they are, under a header of one’s own', async () => {
  const recipient = createRecipient({ alg: 'dir' })
  const token = await recipient.encrypt({ sub: 'x' }, { kid: 'other' })
  const [header = ''] = token.split('.')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
    alg: 'dir',
    enc: 'A256GCM',
    kid: 'other',
  })
})
