import cluster from 'node:cluster'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { ConfigurationError } from '../errors/configuration-error.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import { manualClock, replayStoreConformance } from '../testing.js'
import { type MemoryReplayStore, memoryReplayStore } from './memory-replay-store.js'

describe('the contract', () => {
  for (const { name, run } of replayStoreConformance(() => memoryReplayStore())) test(name, run)
})

const START = 1_000_000
/** A store on a clock that stands still, and its deadlines in seconds from the start. */
function setUp(maxIds?: number) {
  const clock = manualClock(START)
  const store: MemoryReplayStore = memoryReplayStore({ clock, ...(maxIds !== undefined && { maxIds }) })
  const consume = (id: string, seconds: number) => store.consume(id, (START + seconds) * 1000)
  return { clock, store, consume }
}
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `id-${index}`)

describe('a full store', () => {
  test('refuses with an outage that says why only in its cause', () => {
    const { consume } = setUp(3)
    for (const id of ids(3)) expect(consume(id, 60)).toBe(true)
    expect(() => consume('one more', 60)).toThrow(UnavailableError)
    expect(() => consume('one more', 60)).toThrow(
      expect.objectContaining({ part: 'replay', cause: new Error('all 3 ids are alive') }),
    )
  })

  test('still knows every live id', () => {
    const { consume, store } = setUp(2000)
    for (const id of ids(2000)) consume(id, 60)
    expect(() => consume('one more', 60)).toThrow(UnavailableError)
    expect(ids(2000).filter((id) => consume(id, 60) !== false)).toEqual([])
    expect(store.size).toBe(2000)
  })

  test('has room again as soon as one id expired', () => {
    const { clock, consume, store } = setUp(3)
    consume('short', 10)
    consume('long', 60)
    consume('longer', 90)
    clock.advance(10)
    expect(consume('next', 60)).toBe(true)
    expect(store.size).toBe(3)
    expect(() => consume('one more', 60)).toThrow(UnavailableError)
    expect([consume('long', 60), consume('longer', 90), consume('next', 60)]).toEqual([false, false, false])
  })

  test('finds room wherever it is', () => {
    const { clock, consume } = setUp(1000)
    for (const [index, id] of ids(1000).entries()) consume(id, index === 777 ? 10 : 600)
    clock.advance(10)
    expect(consume('next', 600)).toBe(true)
    expect(() => consume('one more', 600)).toThrow(UnavailableError)
  })

  test('is full also after a second use has prolonged an id', () => {
    const { clock, consume, store } = setUp(1)
    consume('a', 10)
    expect(consume('a', 600)).toBe(false)
    clock.advance(20)
    expect(() => consume('b', 600)).toThrow(UnavailableError)
    expect(store.size).toBe(1)
  })

  test('looks further where prolonged ids leave no room', () => {
    const { clock, consume, store } = setUp(51)
    for (const id of ids(50)) {
      consume(id, 10)
      consume(id, 600)
    }
    consume('short', 15)
    clock.advance(20)
    expect(consume('next', 600)).toBe(true)
    expect(consume('next', 600)).toBe(false)
    expect(() => consume('one more', 600)).toThrow(UnavailableError)
    expect(store.size).toBe(51)
  })
})

describe('an id', () => {
  test('can be used again once its deadline has come', () => {
    const { clock, consume } = setUp()
    expect(consume('a', 10)).toBe(true)
    clock.advance(9.999)
    expect(consume('a', 10)).toBe(false)
    clock.advance(0.001)
    expect(consume('a', 20)).toBe(true)
    expect(consume('a', 20)).toBe(false)
  })

  test('is remembered until the later of two deadlines, also when the second use was refused', () => {
    const { clock, consume } = setUp()
    consume('a', 10)
    expect(consume('a', 100)).toBe(false)
    expect(consume('a', 5)).toBe(false)
    clock.advance(50)
    expect(consume('a', 100)).toBe(false)
  })

  test.each([0, -1, -START])(
    'whose deadline passed %s seconds from now is refused and not kept',
    (seconds) => {
      const { consume, store } = setUp()
      expect(consume('a', seconds)).toBe(false)
      expect(store.size).toBe(0)
    },
  )

  test('whose deadline is no number is refused', () => {
    expect(setUp().store.consume('a', Number.NaN)).toBe(false)
  })
})

test('expired ids are swept while others arrive', () => {
  const { clock, consume, store } = setUp()
  for (const id of ids(5000)) consume(id, 10)
  clock.advance(120)
  for (const id of ids(5000)) consume(`new-${id}`, 600)
  expect(store.size).toBe(5000)
})

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5'])(
  'maxIds %s is a configuration error',
  (maxIds) => {
    const make = () => memoryReplayStore({ maxIds: maxIds as number })
    expect(make).toThrow(ConfigurationError)
    expect(make).toThrow(expect.objectContaining({ path: 'maxIds' }))
  },
)

describe('in a cluster worker', () => {
  const { isWorker } = cluster
  afterEach(() => {
    Object.assign(cluster, { isWorker })
  })

  test('a warning says that ids are not shared', async () => {
    Object.assign(cluster, { isWorker: true })
    const warned = once(process, 'warning')
    memoryReplayStore()
    expect(await warned).toEqual([expect.objectContaining({ code: 'MEISHI_REPLAY_NOT_SHARED' })])
  })
})
