import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

const OUTPUT = /(\.d\.ts|\.js)$/

/** Removes what only earlier builds made, of sources or settings that are gone: packages would ship it. */
export function prune() {
  const packages = join(root, 'packages')
  for (const name of readdirSync(packages)) {
    const dist = join(packages, name, 'dist')
    if (!existsSync(dist)) continue
    for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === '.tsbuildinfo') continue
      const file = join(entry.parentPath, entry.name)
      const source = join(packages, name, 'src', file.slice(dist.length + 1).replace(OUTPUT, '.ts'))
      if (!OUTPUT.test(file) || !existsSync(source)) rmSync(file)
    }
  }
}
