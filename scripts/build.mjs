import { bootstrap } from './bootstrap.mjs'
import { build } from './tools.mjs'

bootstrap()
process.exitCode = build() ? 0 : 1
