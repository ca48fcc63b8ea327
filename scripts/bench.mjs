// npm run bench: measures, against the built packages, and prints ratios. No test and no part of CI.
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'
import { build, runNode } from './tools.mjs'

bootstrap()
process.exitCode = build() ? runNode(join(root, 'bench', 'verify.mjs'), process.argv.slice(2)) : 1
