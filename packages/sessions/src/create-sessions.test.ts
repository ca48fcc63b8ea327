import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { ConfigurationError, memoryRevocationList } from '@meishi/core'
import { createIssuer } from '@meishi/issuer'
import { expect, test } from 'vitest'
import { APP, createSite, ISSUER, PASSWORD, post } from '../test-support/site.js'
import { createSessions } from './create-sessions.js'

const { options } = await createSite()

test.each([
  ['issuer', { issuer: undefined }],
  ['issuer.issuer', { issuer: { issue() {}, jwks() {} } }],
  ['store', { store: {} }],
  ['revocation', { revocation: { isRevoked() {} } }],
  ['authenticate', { authenticate: 'yes' }],
  ['app', { app: '' }],
  ['accessLifetime', { accessLifetime: 0 }],
  ['refreshLifetime', { refreshLifetime: 60 }],
  ['sessionLifetime', { sessionLifetime: 899 }],
  ['refreshGrace', { refreshGrace: 61 }],
  ['refreshAudience', { refreshAudience: APP }],
  ['accessTokenType', { accessTokenType: 'refresh+jwt' }],
  ['endpoints', { endpoints: { login: '/refresh' } }],
  ['endpoints.login', { endpoints: { login: 'login' } }],
  ['endpoints.signin', { endpoints: { signin: '/login' } }],
  ['cookie.origins[0]', { cookie: { origins: ['app.test'] } }],
  ['cookie.name', { cookie: { name: 'a b' } }],
  ['clientBinding', { cookie: {}, clientBinding: () => '' }],
  ['singleSignOn.resume', { singleSignOn: {} }],
  ['loginLimits.perUser', { loginLimits: { perUser: 1 } }],
  ['loginLimits.prefix', { loginLimits: { prefix: 'x' } }],
  ['maxSessionsPerSubject', { maxSessionsPerSubject: 0 }],
  ['minimumLoginTime', { minimumLoginTime: -1 }],
  ['refreshLifetime', { revocation: memoryRevocationList({ maxTokenLifetime: 600 }) }],
  ['refreshTtl', { refreshTtl: 1 }],
])('%s that cannot be is refused', (path, changes) => {
  const create = () => createSessions({ ...options, ...changes } as never)
  expect(create).toThrow(ConfigurationError)
  expect(create).toThrow(new RegExp(`^${path.replace(/[.[\]]/g, '\\$&')}`))
})

test('nothing that is told holds a password, a token or a hash of one', async () => {
  const told: unknown[] = []
  const listen = (message: unknown): void => void told.push(message)
  const channels = ['meishi:session', 'meishi:store', 'meishi:decision', 'meishi:keys']
  for (const name of channels) subscribe(name, listen)
  const site = await createSite({ onEvent: listen, loginLimits: { perUserAndAddress: 2 } })
  const secrets = new Set([PASSWORD, 'wrong password'])
  const keep = ({ access_token, refresh_token }: { access_token: string; refresh_token: string }) => {
    for (const token of [access_token, refresh_token]) secrets.add(token).add(token.split('.')[2] ?? token)
    return { access_token, refresh_token }
  }
  const ask = async (path: string, body?: object, authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization }
    const answer = await post(site.sessions.handler, path, {
      body,
      headers,
      remoteAddress: '192.0.2.1',
    }).catch((error: unknown) => void told.push(error, (error as Error).stack, (error as Error).cause))
    if (answer) told.push(answer.status === 200 ? undefined : await answer.text(), [...answer.headers])
  }
  const first = keep(await site.login())
  const refreshed = { refresh_token: first.refresh_token, grant_type: 'refresh_token' }
  keep(await site.sessions.refresh({ refreshToken: first.refresh_token }))
  const session = await site.store.get(String((await site.sessions.list('alice'))[0]?.sid))
  for (const hash of [session?.refreshHash, session?.previous?.refreshHash, session?.previous?.sealed])
    if (hash) secrets.add(hash)
  site.clock.advance(20)
  await ask('/refresh', refreshed)
  const second = keep(await site.login())
  await ask('/login', { user: 'alice', password: 'wrong password' })
  await ask('/login', { user: 'wrong password', password: PASSWORD })
  await ask('/login', { user: 'alice', password: 'wrong password' }, `Basic ${btoa('alice:wrong password')}`)
  await ask('/login', { user: 'alice', password: 'wrong password' })
  await ask('/logout', undefined, `Bearer ${first.access_token}`)
  await ask('/logout', undefined, `Bearer ${second.access_token}`)
  await ask('/refresh', { refresh_token: second.refresh_token })
  for (const name of channels) unsubscribe(name, listen)

  told.push(site.events, await site.sessions.list('alice'), site.sessions)
  const text = told.map((each) => `${String(each)} ${JSON.stringify(each)}`).join('\n')
  expect(text).toContain('refresh.reused')
  expect(text.length).toBeGreaterThan(1000)
  expect(secrets.size).toBeGreaterThan(10)
  for (const secret of secrets) expect(text).not.toContain(secret)
})

test('a listener that fails changes nothing', async () => {
  const onEvent = () => Promise.reject(new Error('no'))
  const { login } = await createSite({ onEvent })
  expect(await login()).toHaveProperty('access_token')
})

test('who logs in after endSubject is let in, in the same second too', async () => {
  const { sessions, login } = await createSite({
    issuer: await createIssuer({ issuer: ISSUER, algorithm: 'ES256' }),
    revocation: memoryRevocationList(),
    clock: () => Date.now() / 1000,
  })
  const before = await login()
  await sessions.endSubject('alice')
  const { access_token: accessToken } = await login()
  await expect(sessions.logout({ accessToken: before.access_token })).rejects.toThrow()
  await expect(sessions.logout({ accessToken })).resolves.toBeUndefined()
})
