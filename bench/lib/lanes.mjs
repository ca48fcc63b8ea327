// Requests that are answered at one time, and how late the event loop turns meanwhile.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { showCount } from './measure.mjs'

/** Requests that are being answered at one time. */
const IN_FLIGHT = 16
const SECONDS = 3

/** Each call is a request: between two of a lane, the event loop turns once. */
async function inLanes(calls, call) {
  let left = calls
  const lane = async () => {
    while (left-- > 0) {
      await call()
      await turn()
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
}

/** A table of the delays that each contestant causes, beside a loop that does nothing. */
export async function compareDelays(what, contestants) {
  const rows = [['idle', ...(await delaysOf(undefined))]]
  for (const [name, call] of Object.entries(contestants)) {
    await inLanes(100, call)
    rows.push([name, ...(await delaysOf(call))])
  }
  return {
    title: `event-loop delay while issuing ${what} for ${SECONDS} s, ${IN_FLIGHT} in flight, in milliseconds`,
    columns: ['issuer', 'p50', 'p99', 'most', 'tokens per second'],
    rows,
  }
}

async function delaysOf(call) {
  const until = Date.now() + SECONDS * 1000
  const delays = monitorEventLoopDelay({ resolution: 1 })
  let count = 0
  const lane = async () => {
    while (Date.now() < until) {
      await call()
      count++
      await turn()
    }
  }
  delays.enable()
  if (call === undefined) await wait(SECONDS * 1000)
  else await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  delays.disable()
  const times = [delays.percentile(50), delays.percentile(99), delays.max].map((nanoseconds) =>
    (nanoseconds / 1e6).toFixed(1),
  )
  return [...times, showCount(count / SECONDS)]
}
