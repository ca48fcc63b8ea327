import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuthenticator, UnavailableError } from '@meishi/core'
import { createTestIssuer, replayStoreConformance } from '@meishi/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileReplayStore } from './file-store.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const newId = (): string => randomBytes(32).toString('base64url')
const soon = (): number => Date.now() + 60_000

describe('the store keeps the contract:', () => {
  const createUnreachable = () => fileReplayStore(join(folder, 'not', 'there'))
  const cases = replayStoreConformance(() => fileReplayStore(folder), { createUnreachable })
  for (const { name, run } of cases) test(name, run)
})

test('an id outlives the store that took it', async () => {
  const id = newId()
  expect(await fileReplayStore(folder).consume(id, soon())).toBe(true)
  expect(await fileReplayStore(folder).consume(id, soon())).toBe(false)
})

test('sweeping deletes what has expired for a minute, and nothing else', async () => {
  const store = fileReplayStore(folder)
  const live = newId()
  await store.consume(live, soon())
  await writeFile(join(folder, 'expired'), `until ${Date.now() - 61_000}\n`)
  await writeFile(join(folder, 'just-expired'), `until ${Date.now() - 1_000}\n`)
  await writeFile(join(folder, 'half-written'), 'until 17')
  await store.sweep()
  const kept = [Buffer.from(live).toString('hex'), 'half-written', 'just-expired']
  expect((await readdir(folder)).sort()).toEqual(kept.sort())
})

test('a folder that is gone is an outage, not a used token', async () => {
  const { issuer, audience, keys, mint } = createTestIssuer()
  const preventReplay = { store: fileReplayStore(folder) }
  const { authenticate } = createAuthenticator({ issuer, audience, keys, preventReplay })
  const rawHeaders = ['Authorization', `Bearer ${mint()}`]
  await rm(folder, { recursive: true })
  await expect(authenticate({ rawHeaders })).rejects.toThrow(UnavailableError)
})
