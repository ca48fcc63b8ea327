import type { UnavailablePart, UnixMilliseconds } from '@meishi/core'
import { mastersOf } from './masters.js'
import type { RedisClient } from './redis-client.js'
import { type ProblemCode, reportProblem } from './report-problem.js'

/** Half of the time by which a used id outlives its token. */
const MOST_AHEAD: UnixMilliseconds = 30_000

/** What the answer to INFO tells, as `name:value` lines, against what must be so. A line that is not there proves nothing. */
const RULES: readonly (readonly [line: RegExp, problem: ProblemCode, isWrong: (value: string) => boolean])[] =
  [
    [/^maxmemory_policy:(\S+)/m, 'MEISHI_REDIS_EVICTS', (policy) => policy !== 'noeviction'],
    [/^redis_version:(\d+\.\d+)/m, 'MEISHI_REDIS_TOO_OLD', isBefore62],
    [
      /^server_time_usec:(\d+)/m,
      'MEISHI_REDIS_CLOCK',
      (microseconds) => Number(microseconds) / 1000 - Date.now() > MOST_AHEAD,
    ],
  ]

/**
 * Looks once at each master, and reports what is wrong with it. A client that may not ask is no problem.
 *
 * @returns whether the servers could be asked, or never can
 */
export async function inspectServer(client: RedisClient, part: UnavailablePart): Promise<boolean> {
  try {
    const masters = await mastersOf(client)
    const answers = await Promise.all(masters.map((send) => send(undefined, ['INFO'])))
    for (const answer of answers) reportWrong(String(answer), client, part)
    return true
  } catch (error) {
    return error instanceof Error && error.message.startsWith('NOPERM')
  }
}

function reportWrong(info: string, client: RedisClient, part: UnavailablePart): void {
  for (const [line, problem, isWrong] of RULES) {
    const value = line.exec(info)?.[1]
    if (value !== undefined && isWrong(value)) reportProblem(client, part, problem, `it is ${value}`)
  }
}

function isBefore62(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < 6 || (major === 6 && minor < 2)
}
