// Requests that are answered at one time, and how late the event loop turns meanwhile.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { showCount } from './measure.mjs'

/** Requests that are being answered at one time. */
export const IN_FLIGHT = 16
const SECONDS = 3

/** Each call is a request: between two of a lane, the event loop turns once. Resolves to how many there were. */
export async function inLanes(call, goesOn) {
  let count = 0
  const lane = async () => {
    while (goesOn()) {
      await call()
      count++
      await turn()
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  return count
}

/** How late the event loop turns, in milliseconds, and calls per second. Without a call: of a loop that does nothing. */
export async function delayOf(call, seconds) {
  const until = performance.now() + seconds * 1000
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  const work = call === undefined ? wait(seconds * 1000, 0) : inLanes(call, () => performance.now() < until)
  const count = await work
  delays.disable()
  const [p50, p99, most] = [delays.percentile(50), delays.percentile(99), delays.max].map(
    (nanos) => nanos / 1e6,
  )
  return { p50, p99, most, issued: count / seconds }
}

/** A table of the delays that each contestant causes, beside a loop that does nothing. */
export async function compareDelays(what, contestants) {
  const rows = [['idle', ...shown(await delayOf(undefined, SECONDS))]]
  for (const [name, call] of Object.entries(contestants)) {
    let left = 100
    await inLanes(call, () => left-- > 0)
    rows.push([name, ...shown(await delayOf(call, SECONDS))])
  }
  return {
    title: `event-loop delay while issuing ${what} for ${SECONDS} s, ${IN_FLIGHT} in flight, in milliseconds`,
    columns: ['issuer', 'p50', 'p99', 'most', 'tokens per second'],
    rows,
  }
}

const shown = ({ p50, p99, most, issued }) => [
  ...[p50, p99, most].map((millis) => millis.toFixed(1)),
  showCount(issued),
]
