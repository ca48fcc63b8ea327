import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { guardFormat } from './guard-format.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A server of which the test decides what it says of the format. */
function setUp(format: () => unknown) {
  const sent: string[] = []
  const client = { sendCommand: async () => null }
  const send = guardFormat(
    async (_key, args) => {
      sent.push(args.join(' '))
      return args[0] === 'GETEX' ? format() : 'done'
    },
    client,
    'replay',
  )
  return { sent, ask: () => send('k', ['SET', 'k']) }
}
const LOOK = 'GETEX meishi:format'
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test.each([null, undefined, '1', '0', Buffer.from('1'), 1])('%j is no newer format', async (format) => {
  const { sent, ask } = setUp(() => format)
  await Promise.all([ask(), ask()])
  await ask()
  expect(sent).toEqual([LOOK, 'SET k', 'SET k', 'SET k'])
})

test.each(['2', '10', Buffer.from('2'), 3])('%j is one, and nothing is sent', async (format) => {
  const { sent, ask } = setUp(() => format)
  for (let times = 0; times < 2; times++)
    await expect(ask()).rejects.toThrow('Redis has records of a format newer than 1 (meishi:format)')
  expect(sent).toEqual([LOOK])
  expect(process.emitWarning).toHaveBeenCalledOnce()
  expect(process.emitWarning).toHaveBeenCalledWith(
    expect.stringMatching(/update this service \(meishi:format is \w+\)/),
    { code: 'MEISHI_REDIS_NEWER_FORMAT' },
  )
})

test.each(['two', '', [], '1.5'])('%j cannot be read, and nothing is sent until it can', async (format) => {
  let answer: unknown = format
  const { sent, ask } = setUp(() => answer)
  await expect(ask()).rejects.toThrow()
  answer = null
  expect(await ask()).toBe('done')
  expect(sent).toEqual([LOOK, LOOK, 'SET k'])
})

test('one that comes later is found within a minute, and so is that it has gone', async () => {
  let format: string | null = null
  const { sent, ask } = setUp(() => format)
  await ask()
  format = '2'
  vi.advanceTimersByTime(59_999)
  expect(await ask()).toBe('done')
  vi.advanceTimersByTime(1)
  await ask()
  await nextTurn()
  await expect(ask()).rejects.toThrow('newer')
  format = null
  vi.advanceTimersByTime(60_000)
  await expect(ask()).rejects.toThrow('newer')
  await nextTurn()
  expect(await ask()).toBe('done')
  expect(sent.filter((one) => one === LOOK)).toHaveLength(3)
})

test('a look that fails later stops nothing, and is tried again every five seconds', async () => {
  let isDown = false
  const { sent, ask } = setUp(() => {
    if (isDown) throw new Error('down')
    return null
  })
  await ask()
  isDown = true
  vi.advanceTimersByTime(60_000)
  for (let times = 0; times < 3; times++) {
    expect(await ask()).toBe('done')
    await nextTurn()
  }
  expect(sent.filter((one) => one === LOOK)).toHaveLength(2)
  vi.advanceTimersByTime(5000)
  expect(await ask()).toBe('done')
  expect(sent.filter((one) => one === LOOK)).toHaveLength(3)
})

test('a first look that nobody answers is given up after five seconds', async () => {
  let isSilent = true
  const { sent, ask } = setUp(() => (isSilent ? new Promise(() => {}) : null))
  void ask()
  isSilent = false
  vi.advanceTimersByTime(4999)
  void ask()
  expect(sent).toEqual([LOOK])
  vi.advanceTimersByTime(1)
  expect(await ask()).toBe('done')
})
