// Asks every question, or those that are named, each in a process of its own, and writes results.md when all were asked.
//
// npm run bench                          all, under ten minutes
// npm run bench -- cold-verify           one
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resultsPage } from './lib/results-page.mjs'

const here = import.meta.dirname
const answers = join(here, '..', '.tmp', 'bench')
const known = readdirSync(join(here, 'questions')).map((file) => file.replace(/\.mjs$/, ''))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !known.includes(name))

if (unknown.length > 0) {
  console.error(`No question ${unknown.join(', ')}. There are: ${known.join(', ')}`)
  process.exitCode = 1
} else {
  mkdirSync(answers, { recursive: true })
  const failed = (asked.length > 0 ? asked : known).filter((name) => !ask(name))
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`)
  else if (asked.length === 0) writeFileSync(join(here, 'results.md'), resultsPage(known.map(answerTo)))
  process.exitCode = failed.length > 0 ? 1 : 0
}

function ask(name) {
  const { status } = spawnSync(
    process.execPath,
    ['--expose-gc', join(here, 'lib', 'ask.mjs'), name, answers],
    {
      stdio: 'inherit',
      timeout: 5 * 60_000,
    },
  )
  return status === 0
}

function answerTo(name) {
  return { name, ...JSON.parse(readFileSync(join(answers, `${name}.json`), 'utf8')) }
}
