import { ConfigurationError } from '@meishi/core'
import { expect, test } from 'vitest'
import { redisKeyRingStore } from './redis-key-ring-store.js'
import { redisNames } from './redis-names.js'
import { redisReplayStore } from './redis-replay-store.js'

test('a name has prefix, format, kind and, in the braces of a hash tag, the hash', () => {
  expect(redisNames('replay')('abc')).toBe('meishi:1:replay:{abc}')
  expect(redisNames('revocation', 'shop:eu')('abc')).toBe('shop:eu:1:revocation:{abc}')
})

test.each(['', ' ', 'a b', '{a}', 'a\n', 'a'.repeat(129), 5, null])('%j is no prefix', (prefix) => {
  const create = () => redisNames('replay', prefix as string)
  expect(create).toThrow(ConfigurationError)
  expect(create).toThrow(expect.objectContaining({ path: 'prefix' }))
})

test('an unknown option is refused by name', () => {
  const create = () => redisReplayStore({ sendCommand: async () => 'OK' }, { perfix: 'shop' } as object)
  expect(create).toThrow(
    expect.objectContaining({ path: 'perfix', message: expect.stringMatching(/known are prefix/) }),
  )
})

test.each([undefined, null, 'shop'])('%j are no options of a key ring', (options) => {
  const create = () => redisKeyRingStore({ sendCommand: async () => 'OK' }, options as never)
  expect(create).toThrow(expect.objectContaining({ path: 'options', message: 'options: expected an object' }))
})
