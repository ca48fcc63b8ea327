// The tools of the workspace, each as a function that tells whether it went well.
import { spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'
import { prune } from './prune.mjs'

export const typecheck = () => runTool('typescript/bin/tsc', ['-p', 'tsconfig.test.json'])
export const lint = () => runTool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings'])
export const unused = () => runTool('knip/bin/knip.js', ['--treat-config-hints-as-errors'])
export const reference = () => runTool('typedoc/bin/typedoc', [])
export const fix = () => runTool('@biomejs/biome/bin/biome', ['check', '--write'])

export function build() {
  prune()
  return runTool('typescript/bin/tsc', ['-b'])
}

/** Runs a tool out of node_modules; `minutes` is the point where it counts as hanging. */
export function runTool(entry, args, { minutes = 10 } = {}) {
  return (
    runNode(join(root, 'node_modules', entry), args, {
      cwd: root,
      stdin: 'ignore',
      timeout: minutes * 60_000,
    }) === 0
  )
}

/** Runs a script in this terminal and returns its exit code. */
export function runNode(script, args, { cwd = process.cwd(), stdin = 'inherit', timeout } = {}) {
  const { status, signal, error } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    stdio: [stdin, 'inherit', 'inherit'],
    timeout,
    killSignal: 'SIGKILL',
  })
  if (error) console.error(`${script}: ${error.message}`)
  return status ?? 128 + (constants.signals[signal] ?? 0)
}

/** Runs every step, also behind a failing one, and returns the names of those that failed. */
export function runSteps(steps) {
  const failed = Object.keys(steps).filter((name) => {
    console.log(`\n── ${name}`)
    return !steps[name]()
  })
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`)
  return failed
}
