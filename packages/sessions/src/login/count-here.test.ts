import { RateLimiterRes } from 'rate-limiter-flexible'
import { expect, test } from 'vitest'
import { type Counts, countHere } from './count-here.js'

const create = (most: number): Counts => countHere({ points: 2, duration: 900 }, most)

/** How many failures of a name there are, this one included. */
const fail = async (counts: Counts, name: string): Promise<number> =>
  (await counts.consume(name).catch((full: unknown) => full as RateLimiterRes)).consumedPoints

test('no more names are counted than there may be, and a new one is never refused', async () => {
  const counts = create(100)
  for (let at = 0; at < 1000; at++) expect(await fail(counts, `name ${at}`)).toBe(1)
  expect(await fail(counts, 'name 999')).toBe(2)
  expect(await fail(counts, 'name 0')).toBe(1)
})

test('who keeps failing stays counted, however many others come', async () => {
  const counts = create(100)
  for (let at = 0; at < 1000; at++) {
    if (at % 50 === 0) expect(await fail(counts, 'guesser')).toBe(at / 50 + 1)
    await fail(counts, `name ${at}`)
  }
  await expect(counts.consume('guesser')).rejects.toBeInstanceOf(RateLimiterRes)
})

test('who succeeds after his count was forgotten is owed no failure', async () => {
  const counts = create(1)
  await fail(counts, 'slow')
  await fail(counts, 'other')
  await counts.reward('slow')
  expect(await fail(counts, 'slow')).toBe(1)
})

test('what is taken back makes room', async () => {
  const counts = create(2)
  await fail(counts, 'one')
  await fail(counts, 'two')
  await counts.delete('one')
  await fail(counts, 'three')
  expect(await fail(counts, 'two')).toBe(2)
  expect(await fail(counts, 'one')).toBe(1)
})
