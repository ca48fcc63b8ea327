import { ConfigurationError, UnavailableError } from '@meishi/core'
import { expect, test } from 'vitest'
import { sessionStoreConformance } from '../testing.js'
import { memorySessionStore } from './memory-session-store.js'
import type { StoredSession } from './session-store.js'

for (const { name, run } of sessionStoreConformance(() => memorySessionStore())) test(name, run)

const session = (id: string, expiresAt = Date.now() + 60_000): StoredSession => ({
  id,
  version: 1,
  app: 'app',
  subject: 'alice',
  audience: [],
  claims: {},
  createdAt: 0,
  usedAt: 0,
  endsAt: 0,
  expiresAt,
  refreshHash: '',
  accessId: '',
})

test('a full store refuses, and forgets no session that is open', async () => {
  const store = memorySessionStore({ maxSessions: 2 })
  await store.open(session('one'))
  await store.open(session('two'))
  await expect(store.open(session('three'))).rejects.toThrow(UnavailableError)
  expect((await store.list('alice')).map(({ id }) => id).sort()).toEqual(['one', 'two'])
})

test('what has expired makes room', async () => {
  const store = memorySessionStore({ maxSessions: 2 })
  await store.open(session('one'))
  await store.open(session('two', Date.now() - 1))
  await store.open(session('three'))
  expect(await store.get('three')).toBeDefined()
})

test.each([{ maxSessions: 0 }, { most: 1 }])('%j is refused', (options) => {
  expect(() => memorySessionStore(options as never)).toThrow(ConfigurationError)
})
