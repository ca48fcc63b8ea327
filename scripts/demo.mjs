// npm run demo: builds the packages and runs the demo of the Express example. Arguments go to the demo.
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'
import { build, runNode } from './tools.mjs'

bootstrap()
process.exitCode = build()
  ? runNode(join(root, 'examples', 'express-api', 'dist', 'demo.js'), process.argv.slice(2))
  : 1
