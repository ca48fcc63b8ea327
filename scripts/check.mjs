import { bootstrap } from './bootstrap.mjs'
import { lint, runSteps, typecheck } from './tools.mjs'

bootstrap()
process.exitCode = runSteps({ lint, typecheck }).length > 0 ? 1 : 0
