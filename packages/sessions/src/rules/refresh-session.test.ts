import { createVerifier, UnavailableError } from '@meishi/core'
import { describe, expect, test } from 'vitest'
import { APP, createSite, ISSUER, namesOf } from '../../test-support/site.js'
import { createSessions } from '../create-sessions.js'

const refused = { code: 'grant_refused', status: 401 }

/** What an API of the application thinks of a token. */
async function isGood(
  site: Awaited<ReturnType<typeof createSite>>,
  token: string,
): Promise<boolean | string> {
  const { issuer, revocation, clock } = site
  const keys = { jwks: await issuer.jwks() }
  const api = createVerifier({ issuer: ISSUER, audience: APP, keys, revocation, clock })
  return api.verify(token).then(
    () => true,
    ({ code }) => code,
  )
}

describe('a refresh', () => {
  test('replaces both tokens, and keeps the session', async () => {
    const site = await createSite()
    const first = await site.login()
    site.clock.advance(10)
    const second = await site.sessions.refresh({ refreshToken: first.refresh_token })
    expect(claimsOf(second.access_token)).toMatchObject({
      sid: claimsOf(first.access_token).sid,
      role: 'clerk',
    })
    expect(second.exp - second.iat).toBe(60)
    expect(await isGood(site, first.access_token)).toBe('token_revoked')
    expect(await isGood(site, second.access_token)).toBe(true)
    site.clock.advance(11)
    await expect(site.sessions.refresh({ refreshToken: first.refresh_token })).rejects.toMatchObject(refused)
  })

  test('takes no access token, and no API takes a refresh token', async () => {
    const site = await createSite()
    const { access_token, refresh_token } = await site.login()
    await expect(site.sessions.refresh({ refreshToken: access_token })).rejects.toMatchObject(refused)
    expect(await isGood(site, refresh_token)).toBe('header_refused')
    await expect(site.sessions.logout({ accessToken: refresh_token })).rejects.toMatchObject({ status: 401 })
  })

  test('takes no token of another application of the issuer', async () => {
    const site = await createSite()
    const other = createSessions({ ...site.options, app: 'https://api.test/mail' })
    const { refresh_token, access_token } = await site.login()
    await expect(other.refresh({ refreshToken: refresh_token })).rejects.toMatchObject(refused)
    await expect(other.logout({ accessToken: access_token })).rejects.toMatchObject({ status: 401 })
    expect(namesOf(site.events)).toEqual(['login'])
  })

  test.each([
    ['idle', 901 + 5, 1],
    ['old', 890, 50],
  ])('of a session that is too %s is refused', async (_why, step, rounds) => {
    const site = await createSite()
    let { refresh_token } = await site.login()
    const live = async () => {
      for (let round = 0; round < rounds; round++) {
        site.clock.advance(step)
        ;({ refresh_token } = await site.sessions.refresh({ refreshToken: refresh_token }))
      }
    }
    await expect(live()).rejects.toMatchObject(refused)
    expect(namesOf(site.events)).not.toContain('refresh.reused')
  })

  test('never outlives its session', async () => {
    const site = await createSite({ sessionLifetime: 900 })
    const first = await site.login()
    site.clock.advance(880)
    const second = await site.sessions.refresh({ refreshToken: first.refresh_token })
    expect(claimsOf(second.refresh_token).exp).toBe(claimsOf(first.refresh_token).exp)
    expect(second.exp - second.iat).toBe(20)
  })

  test('after the keys were reset is refused, and so is every access token', async () => {
    const site = await createSite()
    const { refresh_token, access_token } = await site.login()
    await site.issuer.reset()
    await expect(site.sessions.refresh({ refreshToken: refresh_token })).rejects.toMatchObject(refused)
    expect(await isGood(site, access_token)).toBe('key_not_found')
  })

  test('that cannot call back the old access token changes nothing', async () => {
    const site = await createSite()
    const { refresh_token } = await site.login()
    const broken = createSessions({
      ...site.options,
      revocation: {
        ...site.revocation,
        isRevoked: () => false,
        revoke: () => Promise.reject(new Error('down')),
      },
    })
    await expect(broken.refresh({ refreshToken: refresh_token })).rejects.toThrow(UnavailableError)
    expect(await site.sessions.refresh({ refreshToken: refresh_token })).toHaveProperty('access_token')
  })

  test('without an answer of the store is an outage', async () => {
    const site = await createSite()
    const { refresh_token } = await site.login()
    const get = () => Promise.reject(new Error('redis://secret'))
    const broken = createSessions({ ...site.options, store: { ...boundStore(site.store), get } })
    await expect(broken.refresh({ refreshToken: refresh_token })).rejects.toMatchObject({
      status: 503,
      part: 'sessions',
    })
  })
})

test('the store holds no token, and cannot read the successor', async () => {
  const site = await createSite()
  const first = await site.login()
  const second = await site.sessions.refresh({ refreshToken: first.refresh_token })
  const sid = String(claimsOf(first.access_token).sid)
  const stored = JSON.stringify(await site.store.get(sid))
  for (const token of [first, second].flatMap((pair) => [pair.access_token, pair.refresh_token])) {
    const [, , signature = token] = token.split('.')
    expect(stored).not.toContain(signature)
  }
})

function claimsOf(token: string): Record<string, unknown> & { exp: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

function boundStore(store: Awaited<ReturnType<typeof createSite>>['store']) {
  const names = ['open', 'get', 'rotate', 'end', 'endGroup', 'endSubject', 'list'] as const
  return Object.fromEntries(names.map((name) => [name, store[name].bind(store)])) as unknown as typeof store
}
