// Runs vitest once and keeps its counts.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'
import { runTool } from './tools.mjs'

const report = join(root, '.tmp', 'vitest.json')

export function vitest(config, args, { minutes }) {
  mkdirSync(join(root, '.tmp'), { recursive: true })
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return runTool('vitest/vitest.mjs', ['run', '--config', config, ...reporters, ...args], { minutes })
}

/** The last line of a run. A test file that could not even be loaded counts as one failed test. */
export function printCounts() {
  const { passed, failed, skipped } = readCounts()
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
}

function readCounts() {
  try {
    const { testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    const unloaded = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    )
    return {
      passed: numPassedTests,
      failed: numFailedTests + unloaded.length,
      skipped: numPendingTests + numTodoTests,
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
