import { expect, test } from 'vitest'
import { sourceKey } from './token-source.js'

test.each([
  [{ header: 'a', scheme: 'b' }, { scheme: 'b', header: 'a' }, true],
  [{ header: 'authorization', scheme: 'Bearer' }, { header: 'authorization', scheme: 'bearer' }, true],
  [{ header: 'a' }, { header: 'a', scheme: 'b' }, false],
  [{ header: 'a' }, { cookie: 'a' }, false],
  [{ query: 'a' }, { form: 'a' }, false],
  [{ cookie: 'a' }, { cookie: 'A' }, false],
])('%j and %j are the same source: %s', (one, other, same) => {
  expect(sourceKey(one) === sourceKey(other)).toBe(same)
})
