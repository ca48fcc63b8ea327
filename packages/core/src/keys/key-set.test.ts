import { expect, test } from 'vitest'
import { ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import { createSigner } from '../testing.js'
import { importPublished } from './import-published.js'
import { readKeySet } from './key-set.js'

test('Of a set with very many keys little is kept and told of', () => {
  const set = { keys: [...createSigner().jwks.keys, ...Array.from({ length: 250_000 }, () => 0)] }
  const { imported, skipped } = importPublished(readKeySet(set, 'id.test:443'), ASYMMETRIC_ALGORITHMS)
  expect([imported.length, skipped.length]).toEqual([1, 199])
})
