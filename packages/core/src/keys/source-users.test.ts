import { expect, test } from 'vitest'
import type { KeySource } from './key-source.js'
import { SourceUsers } from './source-users.js'

/** A source that tells whether it was closed. */
function createSource() {
  const source = {
    isClosed: false,
    resolve: () => [],
    status: () => ({ state: 'fresh', keys: [] }) as const,
    refresh: async () => {},
    close: () => {
      source.isClosed = true
    },
  }
  return source satisfies KeySource
}

test('a source rests where it may be named again, and is closed where too many rest', () => {
  const users = new SourceUsers()
  const [first, second] = [createSource(), createSource()]
  users.restUpTo(1)
  for (const source of [first, second]) {
    users.hold(source)
    users.release(source, true)
  }
  expect([first.isClosed, second.isClosed]).toEqual([true, false])
})

test('a source that rests and was written into new options is not closed with those that rest', () => {
  const written = new Set<KeySource>()
  const users = new SourceUsers((source) => written.has(source))
  const source = createSource()
  users.restUpTo(1)
  users.hold(source)
  users.release(source, true)
  written.add(source)
  users.restUpTo(0)
  expect(source.isClosed).toBe(false)
  written.delete(source)
  users.leave(source, false)
  expect(source.isClosed).toBe(true)
})
