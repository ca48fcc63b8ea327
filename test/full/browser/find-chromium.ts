import { spawnSync } from 'node:child_process'
import { describe, test } from 'vitest'

const isHere = spawnSync('chromium', ['--version']).status === 0

/** A suite in a real browser, which `npm run test:full` installs where it can. Elsewhere as in `describeWithRedis`. */
export function describeWithChromium(name: string, suite: () => void): void {
  if (isHere) describe(name, suite)
  else if (process.env.CI === 'true') test(name, () => Promise.reject(new Error('there is no chromium here')))
  else describe.skip(`${name} (needs chromium)`, suite)
}
