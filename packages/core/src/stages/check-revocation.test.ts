import { expect, it } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { RevocationList, RevocationQuery } from '../revocation/revocation-list.js'
import { checkRevocation } from './check-revocation.js'

const QUERY: RevocationQuery = { token: { header: { alg: 'ES256' }, claims: { jti: '1' } }, keyId: 'a' }
const ask = (isRevoked: (query: RevocationQuery) => unknown): Promise<void> =>
  checkRevocation({ isRevoked } as RevocationList, QUERY)
const DOWN = new Error('ECONNREFUSED')

it.each([
  ['at once', () => false],
  ['later', async () => false],
])('lets a token pass that the list does not know, %s', async (_when, isRevoked) => {
  expect(await ask(isRevoked)).toBeUndefined()
})

it('shows the list the token and the key that was resolved', async () => {
  const asked: unknown[] = []
  await ask((query) => asked.push(query) === 0).catch(() => {})
  expect(asked).toEqual([QUERY])
})

it.each([
  ['true', () => true],
  ['a promise of true', async () => true],
  ['nothing', () => undefined],
  ['something that is not false', () => 0],
])('refuses where the list answers %s', async (_what, isRevoked) => {
  await expect(ask(isRevoked)).rejects.toMatchObject({ code: 'token_revoked' })
})

it.each([
  [
    'throws',
    () => {
      throw DOWN
    },
  ],
  ['rejects', () => Promise.reject(DOWN)],
])('takes a list that %s for an outage, never for a no', async (_what, isRevoked) => {
  const error: unknown = await ask(isRevoked).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UnavailableError)
  expect(error).toMatchObject({ part: 'revocation', cause: DOWN })
})

it('passes on what a list says of its own outage', async () => {
  const own = new UnavailableError('revocation', { retryAfter: 60 })
  await expect(ask(() => Promise.reject(own))).rejects.toBe(own)
})
