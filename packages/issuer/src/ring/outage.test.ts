import { UnavailableError } from '@meishi/core'
import { afterEach, expect, test } from 'vitest'
import { publishes, type SharedRing, START, sharedRing, signs } from '../../test-support/shared-ring.js'
import { createIssuer } from '../create-issuer.js'
import type { KeyRingStore } from './key-ring-store.js'

let ring: SharedRing
afterEach(() => ring.stop())
const begin = (): SharedRing => {
  ring = sharedRing()
  return ring
}

test('without its store an issuer signs on for as long as it cannot have missed a switch, then it is a 503', async () => {
  const { start, clock, store } = begin()
  const process = await start()
  store.isDown = true
  clock.set(START + 100)
  await expect(signs(process)).resolves.toBeDefined()
  clock.set(START + 100.5)
  await expect(process.issue({})).rejects.toThrow(UnavailableError)
  await expect(process.jwks()).rejects.toMatchObject({ status: 503, part: 'issuer' })
  expect(process.status().ring?.lastError).toBe('connection refused')
  store.isDown = false
  clock.advance(11)
  await expect(signs(process)).resolves.toBeDefined()
  expect(process.status().ring?.lastError).toBeUndefined()
})

test('a store that is down is asked no oftener than it is polled', async () => {
  const { start, clock, store } = begin()
  const process = await start()
  let asked = 0
  const { load } = store
  store.load = () => {
    asked++
    return load()
  }
  store.isDown = true
  clock.set(START + 50)
  await Promise.all(Array.from({ length: 100 }, () => process.issue({})))
  await process.issue({})
  expect(asked).toBe(1)
})

test('an issuer does not start without its store', async () => {
  const { start, store } = begin()
  store.isDown = true
  await expect(start()).rejects.toMatchObject({
    code: 'unavailable',
    cause: { message: 'connection refused' },
  })
})

test('a store that went back in time, or lost all, is given what it had', async () => {
  const { start, clock, store } = begin()
  const process = await start()
  const first = store.stored
  const { kid } = await process.rotate()
  const newest = store.stored?.version ?? 0
  for (const lost of [first, undefined]) {
    store.stored = lost
    clock.advance(30)
    expect(await publishes(process)).toContain(kid)
    expect(store.stored?.version).toBeGreaterThan(newest)
    expect(process.status().ring?.version).toBe(store.stored?.version)
    expect(await publishes(await start())).toContain(kid)
  }
})

test('two that went on from one version keep the keys of both', async () => {
  const { start, clock, store } = begin()
  const process = await start()
  const base = store.stored
  const ours = await process.rotate()
  store.stored = base
  const other = await start()
  const theirs = await other.rotate()
  clock.advance(30)
  expect(await publishes(process)).toEqual(expect.arrayContaining([ours.kid, theirs.kid]))
  clock.advance(30)
  expect(await publishes(other)).toEqual(expect.arrayContaining([ours.kid, theirs.kid]))
})

test('a store that always loses is an outage, not an endless loop', async () => {
  const store: KeyRingStore = { load: async () => undefined, save: async () => false }
  const options = {
    issuer: 'i',
    algorithm: 'ES256',
    store,
    sealingKeys: ['0123456789abcdefghijklmnopqrstuvwxyz0123456'],
  } as const
  await expect(createIssuer(options)).rejects.toMatchObject({
    cause: { message: 'other processes changed the key ring all the time' },
  })
})
