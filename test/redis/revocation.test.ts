import { createAuthenticator, type DecisionRecord } from '@meishi/core'
import { createTestIssuer } from '@meishi/core/testing'
import { type RedisClient, type RedisRevocationList, redisRevocationList } from '@meishi/redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeWithRedis } from '../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'
import { until } from '../../packages/redis/test-support/until.js'

const idp = createTestIssuer()
const { issuer, audience, keys } = idp

/** A service of its own, as another process would be, with a strict and a lenient route. */
function createService(client: RedisClient) {
  const list = redisRevocationList(client, {
    onEmpty: 'accept',
    pollInterval: 0.02,
    maxSilence: 1,
    timeout: 0.5,
  })
  const records: DecisionRecord[] = []
  const strict = createAuthenticator({
    issuer,
    audience,
    keys,
    revocation: list,
    onDecision: (record) => records.push(record),
  })
  const lenient = strict.with({ revocation: { list, onUnavailable: 'allow' } })
  const askOf = (handle: typeof strict) => async (token: string) => {
    const rawHeaders = ['Authorization', `Bearer ${token}`]
    const outcome = await handle.authenticate({ rawHeaders }).catch((error) => error)
    return outcome.status === 'refused' ? outcome.error.code : outcome.status
  }
  return { list, auth: strict, ask: askOf(strict), askLeniently: askOf(lenient), records }
}

describeWithRedis('two services with one revocation list', () => {
  let server: RedisServer
  let nodeRedis: ReturnType<typeof createClient>
  let ioredis: Redis
  const lists: RedisRevocationList[] = []
  beforeEach(async () => {
    server = await startRedis({ appendonly: 'yes' })
    nodeRedis = createClient({ url: server.url, disableOfflineQueue: true })
    nodeRedis.on('error', () => {})
    await nodeRedis.connect()
    ioredis = new Redis(server.url, { maxRetriesPerRequest: 0 })
    ioredis.on('error', () => {})
  })
  afterEach(async () => {
    for (const list of lists.splice(0)) list.close()
    nodeRedis?.destroy()
    ioredis?.disconnect()
    await server?.stop()
  })
  const start = async () => {
    const services = [createService(nodeRedis), createService(ioredis)] as const
    lists.push(...services.map(({ list }) => list))
    await Promise.all(services.map(({ auth }) => auth.ready()))
    return services
  }

  test('refuse in both what was revoked in one, of every kind', async () => {
    const [orders, payments] = await start()
    const key = keys.jwks.keys[0]?.kid as string
    const rows = [
      [{ tokenId: 'j' }, idp.mint({ jti: 'j' })],
      [{ sessionId: 's' }, idp.mint({ sid: 's' })],
      [{ groupId: 'g' }, idp.mint({ gid: 'g' })],
      [{ subject: 'alice' }, idp.mint({ sub: 'alice', iat: Date.now() / 1000 - 10 })],
      [{ keyId: key }, idp.mint({ sub: 'bob' })],
    ] as const
    for (const [target, token] of rows) {
      expect([await orders.ask(token), await payments.ask(token)]).toEqual(['authenticated', 'authenticated'])
      await orders.list.revoke({ issuer, ...target })
      expect(await orders.ask(token)).toBe('token_revoked')
      await until('the other refuses too', async () => (await payments.ask(token)) === 'token_revoked')
    }
  })

  test('answer 503 while the list is cut off, or let pass by name, and recover by themselves', async () => {
    const [orders, payments] = await start()
    const [good, bad] = [idp.mint(), idp.mint({ jti: 'bad' })]
    await orders.list.revoke({ issuer, tokenId: 'bad' })
    await until('both know', async () => (await payments.ask(bad)) === 'token_revoked')
    await server.kill()
    for (const { ask, askLeniently, auth, records } of [orders, payments]) {
      await until('it cannot tell', async () => (await ask(good)) === 503)
      expect(auth.status().revocation).toMatchObject({ state: 'stale', entries: 1 })
      expect([await ask(bad), await askLeniently(bad)]).toEqual(['token_revoked', 'token_revoked'])
      expect(await askLeniently(good)).toBe('authenticated')
      expect(records.at(-1)).toMatchObject({ outcome: 'authenticated', unchecked: 'revocation' })
    }
    await server.start()
    for (const { ask } of [orders, payments]) {
      await until('it can tell', async () => (await ask(good)) === 'authenticated')
      expect(await ask(bad)).toBe('token_revoked')
    }
  })
})
