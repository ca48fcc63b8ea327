import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CircuitBreaker } from './circuit-breaker.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp() {
  const states: string[] = []
  const breaker = new CircuitBreaker((state) => states.push(state))
  const fail = (times: number): void => {
    for (let time = 0; time < times; time++) breaker.failed('call')
  }
  return { breaker, states, fail }
}

const away = { retryAfter: 1 }

test('opens after five failures in a row', () => {
  const { breaker, states, fail } = setUp()
  fail(4)
  expect(breaker.ask()).toBe('call')
  fail(1)
  expect(breaker.ask()).toEqual(away)
  expect(states).toEqual(['open'])
})

test('stays closed where a success comes in between', () => {
  const { breaker, states, fail } = setUp()
  for (let round = 0; round < 3; round++) {
    fail(4)
    breaker.succeeded()
  }
  expect(breaker.ask()).toBe('call')
  expect(states).toEqual([])
})

test('stays closed while some succeed, however many fail in between: a shard may be down, and not all', () => {
  const { breaker, states, fail } = setUp()
  for (let round = 0; round < 10; round++) {
    breaker.succeeded()
    vi.advanceTimersByTime(249)
    fail(20)
  }
  expect(states).toEqual([])
  vi.advanceTimersByTime(1)
  fail(1)
  expect(states).toEqual(['open'])
})

test('lets one call at a time find out, after a second', () => {
  const { breaker, states, fail } = setUp()
  fail(5)
  vi.advanceTimersByTime(999)
  expect(breaker.ask()).toEqual(away)
  vi.advanceTimersByTime(1)
  expect(breaker.ask()).toBe('probe')
  expect(breaker.ask()).toEqual(away)
  vi.advanceTimersByTime(60_000)
  expect(breaker.ask()).toEqual(away)
  expect(states).toEqual(['open', 'half-open'])
})

test('closes by the success of a probe, and counts from the beginning', () => {
  const { breaker, states, fail } = setUp()
  fail(5)
  vi.advanceTimersByTime(1000)
  breaker.ask()
  breaker.succeeded()
  expect(states).toEqual(['open', 'half-open', 'closed'])
  vi.advanceTimersByTime(1000)
  fail(4)
  expect(breaker.ask()).toBe('call')
})

test('opens for another second by the failure of a probe, not by late failures of others', () => {
  const { breaker, states, fail } = setUp()
  fail(5)
  vi.advanceTimersByTime(900)
  fail(10)
  vi.advanceTimersByTime(100)
  expect(breaker.ask()).toBe('probe')
  fail(10)
  breaker.failed('probe')
  expect(breaker.ask()).toEqual(away)
  vi.advanceTimersByTime(1000)
  expect(breaker.ask()).toBe('probe')
  expect(states).toEqual(['open', 'half-open', 'open', 'half-open'])
})

test('closes also by a call from before it opened that succeeds in time', () => {
  const { breaker, fail } = setUp()
  fail(5)
  breaker.succeeded()
  expect(breaker.ask()).toBe('call')
})
