// npm run example <name>: builds an example and what it needs, and runs it. Further arguments go to the example.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'
import { runNode, runTool } from './tools.mjs'

const examples = join(root, 'examples')
const known = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'main.ts')))
const [name, ...rest] = process.argv.slice(2)

if (known.includes(name)) {
  bootstrap()
  const isBuilt = runTool('typescript/bin/tsc', ['-b', join(examples, name)])
  process.exitCode = isBuilt ? runNode(join(examples, name, 'dist', 'main.js'), rest) : 1
} else {
  console.error(`npm run example <name>, where the name is one of: ${known.join(', ')}`)
  process.exitCode = 1
}
