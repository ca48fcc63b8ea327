import { describe, expect, test } from 'vitest'
import { createSite, namesOf, PASSWORD, post } from '../../test-support/site.js'

type Site = Awaited<ReturnType<typeof createSite>>

const guess = ({ sessions }: Site, user: string, remoteAddress?: string, password = 'wrong') =>
  post(sessions.handler, '/login', { body: { user, password }, ...(remoteAddress && { remoteAddress }) })

/** The answers to some attempts, one after the other. */
async function statuses(
  count: number,
  attempt: (at: number) => Promise<Response>,
): Promise<readonly number[]> {
  const seen: number[] = []
  for (let at = 0; at < count; at++) seen.push((await attempt(at)).status)
  return seen
}

describe('too many failures', () => {
  test('of one user from one address are refused, and nobody else is', async () => {
    const site = await createSite({ loginLimits: { perUserAndAddress: 3 } })
    expect(await statuses(4, () => guess(site, 'alice', '192.0.2.1'))).toEqual([401, 401, 401, 429])
    const refused = await guess(site, 'alice', '192.0.2.1', PASSWORD)
    expect(refused.status).toBe(429)
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(800)
    expect(wait).toBeLessThanOrEqual(900)
    expect(refused.headers.get('cache-control')).toBe('no-store')
    expect((await guess(site, 'alice', '192.0.2.2', PASSWORD)).status).toBe(200)
    expect((await guess(site, 'bob', '192.0.2.1')).status).toBe(401)
    expect(namesOf(site.events).slice(3, 5)).toEqual(['login.limited', 'login.limited'])
  })

  test('from one network are refused, whoever the user is', async () => {
    const site = await createSite({ loginLimits: { perAddress: 3 } })
    const from = (at: number) => guess(site, `user ${at}`, `2001:db8::${at}`)
    expect(await statuses(4, from)).toEqual([401, 401, 401, 429])
    expect((await guess(site, 'alice', '2001:db8:0:1::1', PASSWORD)).status).toBe(200)
  })

  test('of more networks than are counted are forgotten, and lock nobody out', async () => {
    const site = await createSite({ loginLimits: { perAddress: 1, perUserBeforeSlow: 100, maxCounted: 5 } })
    const from = (at: number) => guess(site, 'alice', `2001:db8:0:${at.toString(16)}::1`)
    expect(await statuses(20, from)).toEqual(Array(20).fill(401))
    expect(await statuses(2, () => from(19))).toEqual([429, 429])
    expect((await from(0)).status).toBe(401)
  })

  test('at once are no way around', async () => {
    const site = await createSite({ loginLimits: { perUserAndAddress: 3 } })
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(site, 'alice', '192.0.2.1')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3)
  })

  test('of a user alone slow him, and never lock him out', async () => {
    const site = await createSite({ loginLimits: { perUserBeforeSlow: 2 } })
    expect(await statuses(3, (at) => guess(site, 'alice', `192.0.2.${at}`))).toEqual([401, 401, 401])
    expect((await guess(site, 'alice', '192.0.2.9', PASSWORD)).status).toBe(200)
  })

  test('are not counted where the login succeeds', async () => {
    const site = await createSite({ loginLimits: { perUserAndAddress: 2, perAddress: 2 } })
    const right = () => guess(site, 'alice', '192.0.2.1', PASSWORD)
    expect(await statuses(6, right)).toEqual(Array(6).fill(200))
  })

  test('a header that says where one comes from changes nothing', async () => {
    const site = await createSite({ loginLimits: { perUserAndAddress: 1 } })
    const attempt = (at: number) =>
      post(site.sessions.handler, '/login', {
        body: { user: 'alice', password: 'wrong' },
        headers: { 'x-forwarded-for': `198.51.100.${at}`, forwarded: `for=198.51.100.${at}` },
        remoteAddress: '192.0.2.1',
      })
    expect(await statuses(2, attempt)).toEqual([401, 429])
  })
})

test('a failed login takes its time, however fast the answer is known', async () => {
  const site = await createSite({ minimumLoginTime: 0.05 })
  const order: string[] = []
  const timer = new Promise<void>((resolve) => setTimeout(resolve, 40)).then(() => order.push('timer'))
  await Promise.all([timer, guess(site, 'bob').then(() => order.push('refused'))])
  expect(order).toEqual(['timer', 'refused'])
})

test('what authenticate throws is passed on as it is', async () => {
  const thrown = new Error('the database is down')
  const site = await createSite({ authenticate: () => Promise.reject(thrown) })
  await expect(guess(site, 'alice')).rejects.toBe(thrown)
})

test('an outage of authenticate locks nobody out', async () => {
  let isDown = true
  const authenticate = () => {
    if (isDown) throw new Error('the database is down')
    return { sub: 'alice' }
  }
  const site = await createSite({ authenticate, loginLimits: { perUserAndAddress: 1, perAddress: 1 } })
  for (let attempt = 0; attempt < 3; attempt++)
    await expect(guess(site, 'alice', '192.0.2.1')).rejects.toThrow('the database is down')
  isDown = false
  expect((await guess(site, 'alice', '192.0.2.1')).status).toBe(200)
})

test.each([undefined, null, false, 0, ''])('%j of authenticate is a no', async (answer) => {
  const site = await createSite({ authenticate: () => answer as undefined })
  expect((await guess(site, 'alice')).status).toBe(401)
})

test('authenticate is told who asks, and for what', async () => {
  const asked: unknown[] = []
  const site = await createSite({ authenticate: (...args) => void asked.push(args) as undefined })
  await guess(site, 'al:ice', '192.0.2.1', ' p ')
  expect(asked).toEqual([['al:ice', ' p ', { app: site.options.app, remoteAddress: '192.0.2.1' }]])
})
