import {
  type RedisClient,
  redisKeyRingStore,
  redisReplayStore,
  redisRevocationList,
  redisSessionStore,
} from '@meishi/redis'
import type { StoredSession } from '@meishi/sessions'
import { expect } from 'vitest'
import { until } from '../../packages/redis/test-support/until.js'

/** Has a store do everything that it can do, and expects what must come of it. */
export interface Exercise {
  readonly kind: 'replay' | 'revocation' | 'key-ring' | 'session'
  /** @param loseAll - has Redis lose all its data */
  run(client: RedisClient, loseAll: () => Promise<unknown>): Promise<void>
}

export const EXERCISES: readonly Exercise[] = [
  {
    kind: 'replay',
    async run(client) {
      const store = redisReplayStore(client)
      const deadline = Date.now() + 60_000
      for (const answer of [true, false]) expect(await store.consume('a', deadline)).toBe(answer)
    },
  },
  { kind: 'revocation', run: useRevocation },
  {
    kind: 'key-ring',
    async run(client) {
      const store = redisKeyRingStore(client, { issuer: 'https://id.test' })
      const ring = { version: 1, record: 'r', sealed: 's' }
      for (const isFirst of [true, false]) expect(await store.save(ring, 0)).toBe(isFirst)
      expect(await store.load()).toEqual(ring)
    },
  },
  { kind: 'session', run: useSessions },
]

/** Also what a list does after a loss: more than a thousand entries are given back, which is then announced. */
async function useRevocation(client: RedisClient, loseAll: () => Promise<unknown>): Promise<void> {
  const issuer = 'https://id.test'
  const open = () => redisRevocationList(client, { pollInterval: 0.02, maxEntries: 1200 })
  const list = open()
  const other = open()
  try {
    await list.confirmEmpty()
    await list.ready()
    await list.revoke({ issuer, tokenId: 'taken back' })
    expect(await list.unrevoke({ issuer, tokenId: 'taken back' })).toBe(true)
    await list.revoke({ issuer, tokenId: 'old', expiresAt: 1 })
    for (let at = 0; at < 1100; at += 100)
      await Promise.all(Array.from({ length: 100 }, (_, i) => list.revoke({ issuer, tokenId: `${at + i}` })))
    await list.purge()
    await other.ready()
    await loseAll()
    await until('all is given back', async () => (await lateCount(open)) === 1100)
    await until('nothing is wrong', () => list.status().lastError === undefined)
  } finally {
    list.close()
    other.close()
  }
}

async function lateCount(open: () => ReturnType<typeof redisRevocationList>): Promise<number> {
  const late = open()
  await late.ready()
  late.close()
  return late.count()
}

async function useSessions(client: RedisClient): Promise<void> {
  const store = redisSessionStore(client)
  const [one, two, three] = ['1', '2', '3'].map(sessionOf) as [StoredSession, StoredSession, StoredSession]
  for (const session of [one, two, three]) await store.open(session)
  expect(await store.get('1')).toEqual(one)
  expect(await store.rotate({ ...one, version: 2 }, 1)).toBe(true)
  expect(await store.list('alice')).toHaveLength(3)
  expect(await store.end('1')).toBe(true)
  expect(await store.endGroup('family')).toHaveLength(2)
  await store.open(one)
  expect(await store.endSubject('alice')).toEqual(['1'])
}

function sessionOf(id: string): StoredSession {
  const now = Math.floor(Date.now() / 1000)
  return {
    id,
    version: 1,
    app: 'https://api.test',
    subject: 'alice',
    group: 'family',
    audience: ['https://api.test'],
    claims: {},
    createdAt: now,
    usedAt: now,
    endsAt: now + 600,
    expiresAt: (now + 300) * 1000,
    refreshHash: 'h',
    accessId: 'a',
  }
}
