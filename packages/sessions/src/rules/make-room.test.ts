import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createSite, namesOf } from '../../test-support/site.js'
import { memorySessionStore } from '../store/memory-session-store.js'

/** Logs in so often, a second apart. */
async function logins({ clock, login }: Awaited<ReturnType<typeof createSite>>, count: number) {
  const answers = []
  for (let at = 0; at < count; at++) {
    answers.push(await login())
    clock.advance(1)
  }
  return answers
}

test('the session that was used longest ago ends where there would be too many', async () => {
  const site = await createSite({ maxSessionsPerSubject: 2 })
  const [first, second] = await logins(site, 2)
  await site.sessions.refresh({ refreshToken: String(first?.refresh_token) })
  await logins(site, 1)
  expect(await site.sessions.list('alice')).toHaveLength(2)
  const end = site.sessions.revoke({ accessToken: String(second?.access_token) })
  await expect(end).rejects.toMatchObject({ code: 'token_revoked' })
  expect(namesOf(site.events)).toEqual(['login', 'login', 'refresh', 'end.oldest', 'login'])
  expect(site.events.at(-2)).toMatchObject({ subject: 'alice', sid: expect.any(String) })
})

test('one at a time', async () => {
  const site = await createSite({ maxSessionsPerSubject: 1 })
  const [, , last] = await logins(site, 3)
  expect(await site.sessions.list('alice')).toHaveLength(1)
  await expect(site.sessions.refresh({ refreshToken: String(last?.refresh_token) })).resolves.toHaveProperty(
    'access_token',
  )
})

test('of many at once, the next leaves no more than there may be', async () => {
  const site = await createSite({ maxSessionsPerSubject: 3 })
  await Promise.all(Array.from({ length: 10 }, () => site.login()))
  site.clock.advance(1)
  await site.login()
  expect(await site.sessions.list('alice')).toHaveLength(3)
})

test('of several at once some stay, however slow the store is', async () => {
  const store = memorySessionStore()
  const list = store.list.bind(store)
  store.list = (subject) => setTimeout(5).then(() => list(subject))
  const site = await createSite({ maxSessionsPerSubject: 1, store })
  const answers = await Promise.all([site.login(), site.login(), site.login()])
  const refreshed = await Promise.allSettled(
    answers.map(({ refresh_token }) => site.sessions.refresh({ refreshToken: String(refresh_token) })),
  )
  expect(refreshed.some(({ status }) => status === 'fulfilled')).toBe(true)
})

test('sessions in another application of the store are not counted', async () => {
  const store = memorySessionStore()
  const [here, there] = [
    await createSite({ maxSessionsPerSubject: 1, store }),
    await createSite({ maxSessionsPerSubject: 1, store, app: 'https://api.test/other' }),
  ]
  await here.login()
  await there.login()
  expect(await store.list('alice')).toHaveLength(2)
})

test('where one cannot be ended, none is opened', async () => {
  const revocation = { isRevoked: () => false, revoke: () => Promise.reject(new Error('down')) }
  const site = await createSite({ maxSessionsPerSubject: 1, revocation })
  await site.login()
  await expect(site.login()).rejects.toMatchObject({ code: 'unavailable' })
  expect((await site.store.list('alice')).length).toBeLessThan(2)
})

test('without a limit all stay', async () => {
  const site = await createSite()
  await logins(site, 20)
  expect(await site.sessions.list('alice')).toHaveLength(20)
})
