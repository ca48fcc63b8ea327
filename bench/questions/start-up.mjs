// What does the library weigh, and how long until it is there?
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { showSpread, spread } from '../lib/measure.mjs'

const ROUNDS = 9
const here = join(import.meta.dirname, '..')
const MODULES = [
  '@meishi/core',
  '@meishi/express',
  '@meishi/koa',
  '@meishi/fastify',
  'express-jwt',
  'express-oauth2-jwt-bearer',
  'passport-jwt',
  'koa-jwt',
  '@fastify/jwt',
  'jose',
  'fast-jwt',
  'jsonwebtoken',
  'aws-jwt-verify',
]
/** What an application has anyway. */
const FRAMEWORKS = new Set(['express', 'koa', 'fastify', 'passport'])

export const title = 'Start-up and weight, without the framework'
export const goal = 'no heavier and no slower than the peers of the framework'

export async function run() {
  const times = Object.fromEntries(MODULES.map((name) => [name, { import: [], require: [] }]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of MODULES) {
      times[name].import.push(load(`await import('${name}')`, ['--input-type=module']))
      times[name].require.push(load(`require('${name}')`, ['--input-type=commonjs', '--no-warnings']))
    }
  }
  const rows = MODULES.map((name) => {
    const { packages, bytes } = weigh(name)
    const { import: imported, require: required } = times[name]
    return [
      name,
      packages,
      (bytes / 2 ** 20).toFixed(2),
      ...[imported, required].map((own) => showSpread(spread(own), 1)),
    ]
  })
  return [{ title: 'Packages', columns: ['package', 'packages', 'MiB', 'import, ms', 'require, ms'], rows }]
}

/** Milliseconds of one statement in a process of its own. */
function load(statement, flags) {
  const program = `const start = process.hrtime.bigint(); ${statement}; console.log(Number(process.hrtime.bigint() - start) / 1e6)`
  return Number(execFileSync(process.execPath, [...flags, '-e', program], { cwd: here, encoding: 'utf8' }))
}

/** A package and all that comes with it, each once; of our own, what is packed. */
function weigh(name, from = here, seen = new Set()) {
  const folder = folderOf(name, from)
  if (folder === undefined || seen.has(folder)) return { packages: 0, bytes: 0 }
  seen.add(folder)
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const needed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)].filter(
    (one) => !FRAMEWORKS.has(one),
  )
  const parts = needed.map((one) => weigh(one, folder, seen))
  return {
    packages: 1 + parts.reduce((sum, part) => sum + part.packages, 0),
    bytes: bytesOf(name, folder) + parts.reduce((sum, part) => sum + part.bytes, 0),
  }
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
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(folder.length).includes('node_modules'))
  const packed = name.startsWith('@meishi/')
    ? paths.filter((path) => path.includes('/dist/') && !/\.test\.|tsbuildinfo/.test(path))
    : paths
  return packed.reduce((sum, path) => sum + statSync(path).size, 0)
}
