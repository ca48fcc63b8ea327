// npm run bench: measures, against the built packages, and writes bench/results.md when every question was asked. No test and no part of CI.
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'
import { build, runNode } from './tools.mjs'

bootstrap()
process.exitCode = build() ? runNode(join(root, 'bench', 'bench.mjs'), process.argv.slice(2)) : 1
