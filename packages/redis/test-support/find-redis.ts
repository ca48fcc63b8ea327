import { spawnSync } from 'node:child_process'
import { describe, test } from 'vitest'

const { status, stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' })
const isHere = status === 0

/** The first number of the version of `redis-server`, 0 where there is none. */
export const redisMajor = Number(/v=(\d+)/.exec(stdout ?? '')?.[1] ?? 0)

/**
 * A suite that needs a real `redis-server`, which `npm test` installs where it can. Without one it is skipped on a
 * developer's machine, for all to see, and fails where `CI` is set.
 */
export function describeWithRedis(name: string, suite: () => void): void {
  if (isHere) describe(name, suite)
  else if (process.env.CI === 'true')
    test(name, () => Promise.reject(new Error('there is no redis-server here')))
  else describe.skip(`${name} (needs redis-server)`, suite)
}
