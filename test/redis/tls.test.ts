import tls from 'node:tls'
import { createAuthenticator } from '@meishi/core'
import { createTestIssuer } from '@meishi/core/testing'
import { type RedisClient, redisReplayStore, redisRevocationList } from '@meishi/redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { describeWithRedis } from '../../packages/redis/test-support/find-redis.js'
import { freePort } from '../../packages/redis/test-support/free-port.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'
import { until } from '../../packages/redis/test-support/until.js'
import { type Authority, createAuthority } from './certificates.js'

const { issuer, audience, keys, mint } = createTestIssuer()
const OUTAGES = ['replay', 'revocation'] as const

interface Opened {
  readonly redis: RedisClient
  /** How often the client has tried to connect, and failed. */
  failures(): number
  close(): void
}

const DRIVERS: readonly (readonly [name: string, open: (url: string, ca: Buffer) => Opened])[] = [
  [
    'node-redis',
    (url, ca) => {
      const secured = url.startsWith('rediss') ? { tls: true as const, ca } : {}
      const client = createClient({
        url,
        socket: { ...secured, reconnectStrategy: () => 20 },
        disableOfflineQueue: true,
      })
      let failures = 0
      client.on('error', () => failures++)
      client.connect().catch(() => {})
      return { redis: client, failures: () => failures, close: () => client.destroy() }
    },
  ],
  [
    'ioredis',
    (url, ca) => {
      const secured = url.startsWith('rediss') ? { tls: { ca } } : {}
      const client = new Redis(url, {
        ...secured,
        enableOfflineQueue: false,
        autoResendUnfulfilledCommands: false,
        retryStrategy: () => 20,
      })
      let failures = 0
      client.on('error', () => failures++)
      return { redis: client, failures: () => failures, close: () => client.disconnect() }
    },
  ],
]

/**
 * node-redis listens to the first error of a socket that failed to connect. Where it was its certificate, the alert that
 * the server sends in return may come as a second one, which Node would throw.
 */
function hearEveryError(): () => void {
  const { connect } = tls
  tls.connect = ((...all: Parameters<typeof connect>) =>
    connect(...all).on('error', () => {})) as typeof connect
  return () => {
    tls.connect = connect
  }
}

describeWithRedis('over TLS', () => {
  const hearNoMore = hearEveryError()
  afterAll(hearNoMore)
  const authorities: Authority[] = []
  const closing: (() => void)[] = []
  let ours: Authority
  let other: Authority
  let server: RedisServer
  let misnamed: RedisServer
  const serve = async (name: string): Promise<[Authority, RedisServer, number]> => {
    const authority = createAuthority(name)
    authorities.push(authority)
    const port = await freePort()
    return [authority, await startRedis({ 'tls-port': String(port), ...authority.server }), port]
  }
  let port: number
  let misnamedPort: number
  let misnamedAuthority: Authority
  beforeAll(async () => {
    other = createAuthority('IP:127.0.0.1')
    authorities.push(other)
    ;[ours, server, port] = await serve('IP:127.0.0.1')
    ;[misnamedAuthority, misnamed, misnamedPort] = await serve('DNS:elsewhere.test')
  })
  afterEach(() => {
    for (const close of closing.splice(0)) close()
  })
  afterAll(async () => {
    await Promise.all([server?.stop(), misnamed?.stop()])
    for (const authority of authorities) authority.remove()
  })

  /** A service that spends ids and asks a list, both on this client. */
  const serviceOn = (redis: RedisClient, prefix: string) => {
    const list = redisRevocationList(redis, { prefix, onEmpty: 'accept', pollInterval: 0.02 })
    closing.push(list.close)
    const protection = { issuer, audience, keys }
    const handles = {
      replay: createAuthenticator({
        ...protection,
        preventReplay: { store: redisReplayStore(redis, { prefix }) },
      }),
      revocation: createAuthenticator({ ...protection, revocation: list }),
    }
    const ask = async (part: 'replay' | 'revocation', token: string) => {
      const outcome = await handles[part]
        .authenticate({ rawHeaders: ['Authorization', `Bearer ${token}`] })
        .catch((error: unknown) => error)
      return outcome as { status: unknown; part?: string }
    }
    return { list, ask }
  }

  describe.each(DRIVERS)('with %s', (driver, open) => {
    const connect = (url: string, ca: Buffer): Opened => {
      const opened = open(url, ca)
      closing.push(opened.close)
      return opened
    }

    test('ids are spent and tokens called back', async () => {
      const { redis } = connect(`rediss://127.0.0.1:${port}`, ours.ca)
      const { list, ask } = serviceOn(redis, driver)
      await list.ready()
      const token = mint({ jti: 'once', sid: 's' })
      expect(await ask('replay', token)).toMatchObject({ status: 'authenticated' })
      expect(await ask('replay', token)).toMatchObject({ status: 'refused' })
      expect(await ask('revocation', token)).toMatchObject({ status: 'authenticated' })
      await list.revoke({ issuer, sessionId: 's' })
      expect(await ask('revocation', token)).toMatchObject({ status: 'refused' })
    })

    test.each<[string, () => [url: string, ca: Buffer]]>([
      ['an authority that is not the client’s', () => [`rediss://127.0.0.1:${port}`, other.ca]],
      ['a certificate for another name', () => [`rediss://127.0.0.1:${misnamedPort}`, misnamedAuthority.ca]],
      ['a client without TLS', () => [`redis://127.0.0.1:${port}`, ours.ca]],
    ])('%s is an outage, and lets nobody in', async (_what, place) => {
      const before = await server.command('DBSIZE')
      const opened = connect(...place())
      const { ask } = serviceOn(opened.redis, `${driver}-wrong`)
      for (const failures of [0, 1, 3]) {
        await until('the client has tried', () => opened.failures() >= failures)
        for (const part of OUTAGES) expect(await ask(part, mint())).toMatchObject({ status: 503, part })
      }
      expect([await server.command('DBSIZE'), await misnamed.command('DBSIZE')]).toEqual([before, '0'])
    })
  })
})
