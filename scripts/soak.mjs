// npm run soak: ten minutes of requests while Redis fails again and again. No test and no part of CI.
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'
import { bringRedis } from './redis.mjs'
import { build, runNode } from './tools.mjs'

bootstrap()
bringRedis()
process.exitCode = build() ? runNode(join(root, 'bench', 'soak.mjs'), process.argv.slice(2)) : 1
