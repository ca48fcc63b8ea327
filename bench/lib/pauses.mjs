// How long one call holds everybody up, and how much of that was the garbage collector, which comes for all that is alive.
import { PerformanceObserver } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/** Shorter ones are not told apart. Milliseconds. */
const WORTH_A_LOOK = 0.5
/** How often the CPU time is read: each time would cost more than the call. */
const READ_EVERY = 64

/**
 * Calls one by one.
 *
 * @returns the longest call, the longest collection, and the longest call without the collections in it and without
 * the time in which another program had the processor; milliseconds
 */
export async function longestPauses(call, count) {
  const collections = []
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) collections.push({ startTime, duration })
  })
  observer.observe({ entryTypes: ['gc'] })
  const slow = []
  let cpu
  for (let at = 0; at < count; at++) {
    if (at % READ_EVERY === 0) cpu = process.cpuUsage()
    const start = performance.now()
    call()
    const end = performance.now()
    if (end - start > WORTH_A_LOOK) slow.push({ start, end, cpu: cpuSince(cpu) })
  }
  await sleep(50) // Entries arrive with a later turn of the event loop.
  observer.disconnect()
  const own = ({ start, end, cpu }) =>
    Math.min(
      cpu,
      collections.reduce((left, one) => left - overlap(start, end, one), end - start),
    )
  const longest = (values) => values.reduce((most, value) => Math.max(most, value), 0)
  return {
    call: longest(slow.map(({ start, end }) => end - start)),
    collection: longest(collections.map(({ duration }) => duration)),
    own: longest(slow.map(own)),
  }
}

const overlap = (start, end, { startTime, duration }) =>
  Math.max(0, Math.min(end, startTime + duration) - Math.max(start, startTime))

function cpuSince(before) {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
