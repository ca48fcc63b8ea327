// npm run reference: writes the reference of every public name into docs/reference, and fails where one is not documented.
import { bootstrap } from './bootstrap.mjs'
import { reference } from './tools.mjs'

bootstrap()
process.exitCode = reference() ? 0 : 1
