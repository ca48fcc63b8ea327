import { createVerifier, UnavailableError } from '@meishi/core'
import { createIssuer } from '@meishi/issuer'
import { expect, test } from 'vitest'
import { issuerKeySource } from './issuer-key-source.js'

const ISSUER = 'https://auth.test'
const verifierOf = (source: ReturnType<typeof issuerKeySource>) =>
  createVerifier({ issuer: ISSUER, audience: 'api', keys: { source } })

test('a reset shows at once, in both directions', async () => {
  const issuer = await createIssuer({ issuer: ISSUER, algorithm: 'ES256', audience: 'api' })
  const { verify } = verifierOf(issuerKeySource(issuer))
  const { token } = await issuer.issue({})
  expect((await verify(token)).claims.iss).toBe(ISSUER)
  await issuer.reset()
  await expect(verify(token)).rejects.toMatchObject({ code: 'key_not_found' })
  expect(await verify((await issuer.issue({})).token)).toHaveProperty('claims')
})

test('keys that have not changed stay the same', async () => {
  const issuer = await createIssuer({ issuer: ISSUER, algorithm: 'ES256', audience: 'api' })
  const source = issuerKeySource(issuer)
  expect(source.status()).toEqual({ state: 'down', keys: [] })
  await source.refresh()
  expect(source.status()).toMatchObject({ state: 'fresh', keys: [{ alg: 'ES256' }] })
  const [kid] = source.status().keys.map((key) => key.kid)
  const [one] = await source.resolve(kid, 'ES256')
  const [other] = await source.resolve(kid, 'ES256')
  expect(one).toBe(other)
})

test('an issuer that cannot tell is an outage', async () => {
  const issuer = await createIssuer({ issuer: ISSUER, algorithm: 'ES256', audience: 'api' })
  const { token } = await issuer.issue({})
  const { verify } = verifierOf(issuerKeySource({ jwks: () => Promise.reject(new Error('down')) }))
  await expect(verify(token)).rejects.toThrow(UnavailableError)
})
