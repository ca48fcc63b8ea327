import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What became of tests that ran in a process of their own. */
export interface TestCounts {
  /** The names of tests, and what was wrong with files that could not run. */
  readonly failed: readonly string[]
  readonly passed: number
  readonly skipped: number
}

/** What vitest writes of a run. */
interface Report {
  readonly numPassedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** Runs tests of this repository with another environment. */
export async function runTests(
  config: string,
  paths: readonly string[],
  env: NodeJS.ProcessEnv,
  folder: string,
): Promise<TestCounts> {
  const file = join(folder, 'report.json')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const words = [vitest, 'run', '--config', config, '--reporter=json', `--outputFile=${file}`, ...paths]
  await new Promise<void>((resolve) => {
    // How it ended is in the report.
    execFile(process.execPath, words, { cwd: root, env, maxBuffer: 2 ** 26 }, () => resolve())
  })
  const report: Report = JSON.parse(await readFile(file, 'utf8'))
  await rm(file)
  const failed = report.testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message === '' ? [] : [`${name}: ${message}`]),
    ...assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  ])
  return { failed, passed: report.numPassedTests, skipped: report.numPendingTests }
}
