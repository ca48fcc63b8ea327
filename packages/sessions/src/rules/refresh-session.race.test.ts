import { createVerifier } from '@meishi/core'
import { describe, expect, test } from 'vitest'
import { APP, createSite, ISSUER, namesOf } from '../../test-support/site.js'
import { createSessions } from '../create-sessions.js'
import { SessionError } from '../session-error.js'

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

describe('a race', () => {
  test('gives every loser what the winner got, byte for byte, in every process', async () => {
    const site = await createSite()
    const processes = [site.sessions, createSessions(site.options), createSessions(site.options)]
    const { refresh_token } = await site.login()
    const racing = Array.from({ length: 60 }, (_, racer) =>
      processes[racer % 3]?.refresh({ refreshToken: refresh_token, binding: 'tab' }),
    )
    const answers = new Set((await Promise.all(racing)).map((answer) => JSON.stringify(answer)))
    expect(answers.size).toBe(1)
    expect(namesOf(site.events)).toEqual(['login', 'refresh', 'refresh.raced'])
    const [only = ''] = answers
    expect(await isGood(site, JSON.parse(only).access_token)).toBe(true)
  })

  test('is forgiven three times, seconds apart; the fourth is a theft', async () => {
    const site = await createSite()
    const { refresh_token } = await site.login()
    const ask = () => site.sessions.refresh({ refreshToken: refresh_token })
    const successor = await ask()
    for (let late = 0; late < 3; late++) {
      site.clock.advance(2)
      expect(await ask()).toEqual(successor)
    }
    site.clock.advance(2)
    await expect(ask()).rejects.toMatchObject(refused)
    expect(namesOf(site.events).slice(2)).toEqual([...Array(3).fill('refresh.raced'), 'refresh.reused'])
    expect(await isGood(site, successor.access_token)).toBe('token_revoked')
    await expect(site.sessions.refresh({ refreshToken: successor.refresh_token })).rejects.toMatchObject(
      refused,
    )
  })

  test.each([
    ['after the window', { advance: 10.1 }],
    ['by another client', { binding: 'thief' }],
    ['when its successor is spent', { spend: true }],
    ['where grace is off', { options: { refreshGrace: 0 } }],
  ] as const)('lost %s is a theft', async (_name, how) => {
    const {
      advance = 0,
      binding = 'tab',
      spend = false,
      options = {},
    } = { ...how } as {
      advance?: number
      binding?: string
      spend?: boolean
      options?: object
    }
    const site = await createSite(options)
    const { refresh_token } = await site.login()
    const successor = await site.sessions.refresh({ refreshToken: refresh_token, binding: 'tab' })
    const last = spend
      ? await site.sessions.refresh({ refreshToken: successor.refresh_token, binding: 'tab' })
      : successor
    site.clock.advance(advance)
    const late = { refreshToken: refresh_token, binding, remoteAddress: '192.0.2.7' }
    await expect(site.sessions.refresh(late)).rejects.toThrow(SessionError)
    expect(site.events.at(-1)).toMatchObject({
      event: 'refresh.reused',
      subject: 'alice',
      remoteAddress: '192.0.2.7',
    })
    expect(await isGood(site, last.access_token)).toBe('token_revoked')
    await expect(site.sessions.refresh({ refreshToken: last.refresh_token, binding })).rejects.toThrow(
      SessionError,
    )
    expect(await site.sessions.list('alice')).toEqual([])
  })

  test('is reported once, however many thieves come at once', async () => {
    const site = await createSite({ refreshGrace: 0 })
    const { refresh_token } = await site.login()
    await site.sessions.refresh({ refreshToken: refresh_token })
    const thieves = Array.from({ length: 10 }, () => site.sessions.refresh({ refreshToken: refresh_token }))
    expect((await Promise.allSettled(thieves)).every(({ status }) => status === 'rejected')).toBe(true)
    expect(namesOf(site.events)).toEqual(['login', 'refresh', 'refresh.reused'])
  })
})
