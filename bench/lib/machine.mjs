// What the figures were seen on.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'

export function machine() {
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU'
  return `${model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`
}

/** The contestants as they are installed. */
export function versions() {
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const require = createRequire(import.meta.url)
  const names = Object.keys(dependencies).filter((name) => !name.startsWith('@meishi/'))
  return names.map((name) => `${name} ${versionOf(name, require)}`).join(' · ')
}

function versionOf(name, require) {
  for (const path of require.resolve.paths(name) ?? []) {
    try {
      return JSON.parse(readFileSync(`${path}/${name}/package.json`, 'utf8')).version
    } catch {
      // Not in this folder of modules.
    }
  }
  return 'unknown'
}
