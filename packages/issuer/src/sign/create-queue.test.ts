import { UnavailableError } from '@meishi/core'
import { expect, test } from 'vitest'
import { createQueue } from './create-queue.js'

/** Tasks that end when they are told to. */
function tasks() {
  const ends: (() => void)[] = []
  const started: number[] = []
  let running = 0
  let most = 0
  const start = (name: number) => async (): Promise<number> => {
    started.push(name)
    most = Math.max(most, ++running)
    await new Promise<void>((resolve) => ends.push(resolve))
    running--
    return name
  }
  return { start, started, endOne: () => ends.shift()?.(), most: () => most }
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

test('so many run at one time, in the order in which they came', async () => {
  const { start, started, endOne, most } = tasks()
  const queue = createQueue(2)
  const all = Promise.all([0, 1, 2, 3, 4].map((name) => queue(start(name))))
  await settle()
  expect(started).toEqual([0, 1])
  for (let name = 0; name < 5; name++) {
    endOne()
    await settle()
  }
  expect(await all).toEqual([0, 1, 2, 3, 4])
  expect(started).toEqual([0, 1, 2, 3, 4])
  expect(most()).toBe(2)
})

test('a task that fails makes room like any other', async () => {
  const queue = createQueue(1)
  const failing = queue(async () => Promise.reject(new Error('no')))
  const next = queue(async () => 'yes')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('yes')
})

test('thousands pass', async () => {
  const queue = createQueue(3)
  const results = await Promise.all(Array.from({ length: 5000 }, (_, index) => queue(async () => index)))
  expect(results).toEqual(Array.from({ length: 5000 }, (_, index) => index))
})

test('too many waiting are turned away, and the others are not', async () => {
  const { start, endOne } = tasks()
  const queue = createQueue(1, 2)
  const first = queue(start(0))
  const waiting = [queue(async () => 1), queue(async () => 2)]
  await expect(queue(async () => 3)).rejects.toThrow(UnavailableError)
  endOne()
  expect(await Promise.all([first, ...waiting])).toEqual([0, 1, 2])
  expect(await queue(async () => 4)).toBe(4)
})
