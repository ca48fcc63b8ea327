// npm test: everything that is quick. Further arguments go to vitest: npm test -- packages/core
import { bootstrap } from './bootstrap.mjs'
import { bringRedis } from './redis.mjs'
import { build, lint, runSteps, typecheck, unused } from './tools.mjs'
import { printCounts, vitest } from './vitest.mjs'

bootstrap()
bringRedis()
const failed = runSteps({
  build,
  lint,
  typecheck,
  unused,
  tests: () => vitest('vitest.config.ts', process.argv.slice(2), { minutes: 20 }),
})
printCounts()
process.exitCode = failed.length > 0 ? 1 : 0
