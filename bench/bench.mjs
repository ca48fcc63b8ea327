// Asks every question, or those that are named, each in a process of its own. When all were asked it writes results.md
// and the table of the README.
//
// npm run bench                                   all, under ten minutes
// npm run bench -- cold-verify hot-verify         some
// npm run bench -- --rounds 1 cold-verify         a quick look, good for nothing but to see that it runs
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withTable } from './lib/readme-table.mjs'
import { resultsPage } from './lib/results-page.mjs'

/** In the order of the page. */
const QUESTIONS = [
  'cold-verify',
  'hot-verify',
  'app-cold',
  'app-hot',
  'growth',
  'replay-redis',
  'issue',
  'issue-encrypted',
  'memory',
  'pauses',
  'revocation',
  'revocation-load',
  'unknown-kids',
  'worst-inputs',
  'flood',
  'start-up',
]
const here = import.meta.dirname
const answers = join(here, '..', '.tmp', 'bench')
const { values, positionals: named } = parseArgs({
  options: { rounds: { type: 'string' } },
  allowPositionals: true,
})
const unknown = named.filter((name) => !QUESTIONS.includes(name))

if (unknown.length > 0) {
  console.error(`No question ${unknown.join(', ')}. There are: ${QUESTIONS.join(', ')}`)
  process.exitCode = 1
} else {
  mkdirSync(answers, { recursive: true })
  const failed = (named.length > 0 ? named : QUESTIONS).filter((name) => !ask(name))
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`)
  else write()
  process.exitCode = failed.length > 0 ? 1 : 0
}

function ask(name) {
  const args = ['--expose-gc', join(here, 'lib', 'ask.mjs'), name, answers, values.rounds ?? []].flat()
  return spawnSync(process.execPath, args, { stdio: 'inherit', timeout: 5 * 60_000 }).status === 0
}

/** Only a whole run with all its rounds becomes the page; of anything less there is a preview. */
function write() {
  const files = QUESTIONS.map((name) => join(answers, `${name}.json`))
  if (!files.every((file) => existsSync(file))) return
  const all = files.map((file, at) => ({ name: QUESTIONS[at], ...JSON.parse(readFileSync(file, 'utf8')) }))
  const whole = named.length === 0 && values.rounds === undefined
  const page = whole ? join(here, 'results.md') : join(answers, 'results.md')
  writeFileSync(page, resultsPage(all))
  const readme = join(here, '..', 'README.md')
  const text = withTable(readFileSync(readme, 'utf8'), all)
  writeFileSync(whole ? readme : join(answers, 'README.md'), text)
  console.log(`\n${page}`)
}
