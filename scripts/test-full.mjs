// npm run test:full: the slow tests of test/full. Further arguments go to vitest.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'
import { build, runSteps } from './tools.mjs'
import { printCounts, vitest } from './vitest.mjs'

const folder = join(root, 'test', 'full')
const hasTests =
  existsSync(folder) && readdirSync(folder, { recursive: true }).some((file) => file.endsWith('.test.ts'))

if (hasTests) runFullTests()
else console.log('test/full holds no tests yet: nothing to run.')

function runFullTests() {
  bootstrap()
  const failed = runSteps({
    build,
    'full tests': () => vitest('vitest.full.config.ts', process.argv.slice(2), { minutes: 60 }),
  })
  printCounts()
  process.exitCode = failed.length > 0 ? 1 : 0
}
