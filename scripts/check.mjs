import { bootstrap } from './bootstrap.mjs'
import { lint, runSteps, typecheck, unused } from './tools.mjs'

bootstrap()
process.exitCode = runSteps({ lint, typecheck, unused }).length > 0 ? 1 : 0
