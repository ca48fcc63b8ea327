// npm run bench: measures, against the built packages, and prints ratios. No test and no part of CI.
// npm run bench -- replay measures the replay check on Redis.
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'
import { build, runNode } from './tools.mjs'

bootstrap()
const [name = 'verify', ...rest] = process.argv.slice(2)
process.exitCode = build() ? runNode(join(root, 'bench', `${name}.mjs`), rest) : 1
