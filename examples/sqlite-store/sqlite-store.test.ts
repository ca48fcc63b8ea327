import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuthenticator, UnavailableError } from '@meishi/core'
import { createTestIssuer, replayStoreConformance } from '@meishi/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type SqliteReplayStore, sqliteReplayStore } from './sqlite-store.js'

let folder: string
let opened: SqliteReplayStore[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'))
  opened = []
})
afterEach(async () => {
  for (const store of opened) store.close()
  await rm(folder, { recursive: true, force: true })
})

const open = (): SqliteReplayStore => {
  const store = sqliteReplayStore(join(folder, 'used.db'))
  opened.push(store)
  return store
}
const closed = (): SqliteReplayStore => {
  const store = sqliteReplayStore(join(folder, 'closed.db'))
  store.close()
  return store
}
const newId = (): string => randomBytes(32).toString('base64url')
const soon = (): number => Date.now() + 60_000

describe('the store keeps the contract:', () => {
  const cases = replayStoreConformance(open, { createUnreachable: closed })
  for (const { name, run } of cases) test(name, run)
})

test('an id outlives the store that took it', () => {
  const id = newId()
  expect(open().consume(id, soon())).toBe(true)
  expect(open().consume(id, soon())).toBe(false)
})

test('no id goes to both of two processes that want the same ids', { timeout: 60_000 }, async () => {
  const ids = Array.from({ length: 100 }, newId)
  const main = join(import.meta.dirname, 'dist', 'racer.js')
  const racers = [1, 2].map(() => fork(main, [join(folder, 'used.db')], { execArgv: [] }))
  await Promise.all(racers.map((racer) => once(racer, 'message')))
  const answers = racers.map(async (racer): Promise<string[]> => (await once(racer, 'message'))[0])
  for (const racer of racers) racer.send(ids)
  const won = await Promise.all(answers)
  for (const racer of racers) racer.disconnect()
  expect(won.flat().sort()).toEqual(ids.sort())
})

test('sweeping deletes what has expired for a minute, and nothing else', () => {
  const store = open()
  const live = newId()
  store.consume(live, soon())
  store.sweep()
  expect(store.consume(live, soon())).toBe(false)
})

test('a database that is closed is an outage, not a used token', async () => {
  const { issuer, audience, keys, mint } = createTestIssuer()
  const { authenticate } = createAuthenticator({ issuer, audience, keys, preventReplay: { store: closed() } })
  const rawHeaders = ['Authorization', `Bearer ${mint()}`]
  await expect(authenticate({ rawHeaders })).rejects.toThrow(UnavailableError)
})
