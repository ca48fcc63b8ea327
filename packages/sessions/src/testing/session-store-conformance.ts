import { strict as assert } from 'node:assert'
import { randomBytes } from 'node:crypto'
import type { ConformanceCase } from '@meishi/core/testing'
import type { SessionStore, StoredSession } from '../store/session-store.js'

/**
 * The tests of the {@link SessionStore} contract. Cases share no names, so one store may serve them all.
 *
 * @param createStore - opens a store; asked again in the same case, it opens the same one as another process would
 * @example
 * for (const { name, run } of sessionStoreConformance(() => redisSessionStore(client))) test(name, run)
 */
export function sessionStoreConformance(
  createStore: () => SessionStore | Promise<SessionStore>,
): readonly ConformanceCase[] {
  return Object.entries(CASES).map(([name, check]) => ({ name, run: async () => check(await createStore()) }))
}

const name = (): string => randomBytes(18).toString('base64url')
const later = (seconds = 60): number => Date.now() + seconds * 1000

function session(changes: Partial<StoredSession> = {}): StoredSession {
  const now = Math.floor(Date.now() / 1000)
  return {
    id: name(),
    version: 1,
    app: '/api/ü',
    subject: name(),
    audience: [],
    claims: {},
    createdAt: now,
    usedAt: now,
    endsAt: now + 60,
    expiresAt: later(),
    refreshHash: name(),
    accessId: name(),
    ...changes,
  }
}

const next = (from: StoredSession, changes: Partial<StoredSession> = {}): StoredSession => ({
  ...from,
  version: from.version + 1,
  refreshHash: name(),
  ...changes,
})

const CASES: Readonly<Record<string, (store: SessionStore) => Promise<void>>> = {
  'has nothing of which nobody has told it': async (store) => {
    assert.equal(await store.get(name()), undefined)
    assert.equal(await store.rotate(session({ version: 2 }), 1), false)
    assert.equal(await store.end(name()), false)
    assert.deepEqual(await store.endGroup(name()), [])
    assert.deepEqual(await store.endSubject(name()), [])
    assert.deepEqual(await store.list(name()), [])
  },
  'gives back a session as it was kept': async (store) => {
    const previous = { refreshHash: name(), sealed: 'a-b_c', binding: '', until: 1.5, uses: 0, lastUse: 0 }
    const kept = session({
      group: 'g {1}',
      subject: `名刺 "\\u0000" {x} ${name()}`,
      audience: ['a', 'b'],
      claims: { roles: ['x'], empty: {}, list: [], none: null, n: 0.5 },
      previous,
    })
    await store.open(kept)
    assert.deepEqual(await store.get(kept.id), kept)
    assert.deepEqual(await store.list(kept.subject), [kept])
  },
  'replaces the version that is expected, and no other': async (store) => {
    const first = session()
    await store.open(first)
    const second = next(first)
    assert.equal(await store.rotate(second, 7), false)
    assert.deepEqual(await store.get(first.id), first)
    assert.equal(await store.rotate(second, 1), true)
    assert.deepEqual(await store.get(first.id), second)
    assert.equal(await store.rotate(next(first), 1), false)
    assert.deepEqual(await store.get(first.id), second)
  },
  'lets one of many racers win, every time': async (store) => {
    let current = session()
    await store.open(current)
    for (let round = 0; round < 10; round++) {
      const racers = Array.from({ length: 16 }, () => next(current))
      const won = await Promise.all(racers.map((racer) => store.rotate(racer, current.version)))
      assert.equal(won.filter(Boolean).length, 1)
      const winner = racers[won.indexOf(true)]
      assert.deepEqual(await store.get(current.id), winner)
      if (winner) current = winner
    }
  },
  'ends a session once': async (store) => {
    const [one, other] = [session(), session()]
    await store.open(one)
    await store.open(other)
    const ended = await Promise.all(Array.from({ length: 8 }, () => store.end(one.id)))
    assert.equal(ended.filter(Boolean).length, 1)
    assert.equal(await store.get(one.id), undefined)
    assert.equal(await store.rotate(next(one), 1), false)
    assert.deepEqual(await store.list(one.subject), [])
    assert.deepEqual(await store.get(other.id), other)
  },
  'ends a group, and nothing else': async (store) => {
    const group = name()
    const ours = [session({ group }), session({ group }), session({ group })]
    const others = [session({ group: name() }), session({ subject: group })]
    for (const each of [...ours, ...others]) await store.open(each)
    const [first] = ours
    if (first) await store.rotate(next(first), 1)
    assert.deepEqual([...(await store.endGroup(group))].sort(), ours.map(({ id }) => id).sort())
    for (const { id } of ours) assert.equal(await store.get(id), undefined)
    for (const other of others) assert.deepEqual(await store.get(other.id), other)
    assert.deepEqual(await store.endGroup(group), [])
  },
  'ends all of a subject, and nothing else': async (store) => {
    const subject = name()
    const group = name()
    const ours = [session({ subject, group }), session({ subject })]
    const other = session({ group })
    for (const each of [...ours, other]) await store.open(each)
    assert.equal((await store.list(subject)).length, 2)
    assert.deepEqual([...(await store.endSubject(subject))].sort(), ours.map(({ id }) => id).sort())
    assert.deepEqual(await store.list(subject), [])
    assert.deepEqual(await store.endGroup(group), [other.id])
  },
  'forgets a session when it has expired': async (store) => {
    const [brief, renewed] = [session({ expiresAt: later(0.5) }), session({ expiresAt: later(0.5) })]
    await store.open(brief)
    await store.open(renewed)
    await store.rotate(next(renewed, { expiresAt: later(30) }), 1)
    await new Promise((resolve) => setTimeout(resolve, 700))
    assert.equal(await store.get(brief.id), undefined)
    assert.deepEqual(await store.list(brief.subject), [])
    assert.equal(await store.rotate(next(brief), 1), false)
    assert.equal(await store.end(brief.id), false)
    assert.equal((await store.get(renewed.id))?.version, 2)
    assert.equal((await store.list(renewed.subject)).length, 1)
  },
}
