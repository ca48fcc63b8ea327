// npm run test:full: what is too slow for npm test. Arguments go to the vitest run of test/full.
import { bootstrap } from './bootstrap.mjs'
import { bringChromium } from './chromium.mjs'
import { bringInteropPeers } from './interop-peers.mjs'
import { bringRedis } from './redis.mjs'
import { build, runSteps } from './tools.mjs'
import { bringValkey } from './valkey.mjs'
import { printCounts, vitest } from './vitest.mjs'

const covered = ['packages/core', 'test/vectors', '--coverage']

bootstrap()
bringRedis()
bringValkey()
bringChromium()
bringInteropPeers()
const failed = runSteps({
  build,
  coverage: () => vitest('vitest.config.ts', covered, { minutes: 20 }),
  'full tests': () => vitest('vitest.full.config.ts', process.argv.slice(2), { minutes: 60 }),
})
printCounts()
process.exitCode = failed.length > 0 ? 1 : 0
