import { describe, expect, it } from 'vitest'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { RevocationPolicy } from '../policy.js'
import type { RevocationCheck, RevocationQuery } from '../revocation/revocation-list.js'
import { StoreGuard } from '../stores/store-guard.js'
import { checkRevocation } from './check-revocation.js'

const QUERY: RevocationQuery = { token: { header: { alg: 'ES256' }, claims: { jti: '1' } }, keyId: 'a' }
const DOWN = new Error('ECONNREFUSED')
/** A promise of somebody else's making. */
const thenable = (answer: boolean): unknown =>
  Object.fromEntries([['then', (resolve: (answer: boolean) => void) => resolve(answer)]])
type Answer = (query: RevocationQuery) => unknown

const check = (isRevoked: Answer, onUnavailable: RevocationPolicy['onUnavailable'] = 'refuse') =>
  checkRevocation(
    {
      list: { isRevoked } as RevocationCheck,
      onUnavailable,
      timeout: 0.02,
      guard: new StoreGuard('revocation'),
    },
    QUERY,
  )
const ask = async (...args: Parameters<typeof check>): Promise<unknown> => check(...args)

describe('a token that the list does not know', () => {
  it('passes at once, without a promise, where the list answers so', () => {
    expect(check(() => false)).toBe('checked')
  })

  it.each([
    ['promise', async () => false],
    ['thenable', () => thenable(false)],
  ])('passes later, where the list answers with a %s', async (_what, isRevoked) => {
    const checking = check(isRevoked)
    expect(checking).toBeInstanceOf(Promise)
    expect(await checking).toBe('checked')
  })
})

it('shows the list the token and the key that was resolved', async () => {
  const asked: unknown[] = []
  await ask((query) => asked.push(query) === 0).catch(() => {})
  expect(asked).toEqual([QUERY])
})

it.each<[string, Answer]>([
  ['true', () => true],
  ['a promise of true', async () => true],
  ['a promise of nothing', async () => undefined],
  ['nothing', () => undefined],
  ['null', () => null],
  ['an object', () => ({})],
  ['something that is not false', () => 0],
])('refuses where the list answers %s', async (_what, isRevoked) => {
  await expect(ask(isRevoked)).rejects.toMatchObject({ code: 'token_revoked' })
  await expect(ask(isRevoked, 'allow')).rejects.toMatchObject({ code: 'token_revoked' })
})

const FAILING: [string, Answer][] = [
  [
    'throws',
    () => {
      throw DOWN
    },
  ],
  ['rejects', () => Promise.reject(DOWN)],
]

it.each(FAILING)('takes a list that %s for an outage, never for a no', async (_what, isRevoked) => {
  const error: unknown = await ask(isRevoked).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UnavailableError)
  expect(error).toMatchObject({ part: 'revocation', cause: DOWN })
})

it.each(FAILING)(
  'lets the token pass unchecked where the list %s and that is the policy',
  async (_what, isRevoked) => {
    expect(await ask(isRevoked, 'allow')).toBe('unchecked')
  },
)

it('takes a list that does not answer in time for an outage', async () => {
  const silent = (): Promise<boolean> => new Promise(() => {})
  await expect(ask(silent)).rejects.toMatchObject({
    part: 'revocation',
    cause: { message: expect.stringContaining('no answer') },
  })
  expect(await ask(silent, 'allow')).toBe('unchecked')
})

it('passes on what a list says of its own outage', async () => {
  const own = new UnavailableError('revocation', { retryAfter: 60 })
  await expect(ask(() => Promise.reject(own))).rejects.toBe(own)
})
