import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { WeakRegistry } from './weak-registry.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

test('a thing is made once, for as long as somebody holds it', () => {
  const registry = new WeakRegistry<object>()
  const thing = registry.get('a', () => ({}))
  expect(registry.get('a', () => ({}))).toBe(thing)
  expect(registry.get('b', () => ({}))).not.toBe(thing)
})

test('what nobody holds is forgotten, and its name too', async () => {
  const registry = new WeakRegistry<object>()
  const held = registry.get('held', () => ({}))
  for (let round = 0; round < 20; round++) {
    for (let number = 0; number < 100; number++) registry.get(`${round}-${number}`, () => ({}))
    await setImmediate()
    collect()
  }
  expect(registry.size).toBeLessThan(1000)
  expect(registry.get('held', () => ({}))).toBe(held)
})
