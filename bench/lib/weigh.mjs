// What `npm install` brings with a package.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What an application has anyway. */
const FRAMEWORKS = new Set(['express', 'koa', 'fastify', 'passport'])
/** What is packed of ours. */
const PACKED = /^\/(dist\/(?!.*(\.test\.|tsbuildinfo))|README\.md$|package\.json$)/

/** A package and all that comes with it, each once; of our own, what is packed. */
export function weigh(name, from, seen = new Set()) {
  const folder = folderOf(name, from)
  if (folder === undefined || seen.has(folder)) return { packages: 0, bytes: 0 }
  seen.add(folder)
  const needed = neededBy(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const parts = needed.map((one) => weigh(one, folder, seen))
  return {
    packages: 1 + parts.reduce((sum, part) => sum + part.packages, 0),
    bytes: bytesOf(name, folder) + parts.reduce((sum, part) => sum + part.bytes, 0),
  }
}

/** Optional ones come only with what asks for them. */
function neededBy({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true)
  return [...Object.keys(dependencies), ...peers].filter((name) => !FRAMEWORKS.has(name))
}

function folderOf(name, from) {
  for (const modules of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    try {
      return realpathSync(join(modules, name))
    } catch {
      // Not in this folder of modules.
    }
  }
  return undefined
}

function bytesOf(name, folder) {
  const counts = (path) =>
    name.startsWith('@meishi/') ? PACKED.test(path) : !path.includes('/node_modules/')
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => counts(path.slice(folder.length).replaceAll('\\', '/')))
    .reduce((sum, path) => sum + statSync(path).size, 0)
}
