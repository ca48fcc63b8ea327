import { bootstrap } from './bootstrap.mjs'
import { fix } from './tools.mjs'

bootstrap()
process.exitCode = fix() ? 0 : 1
