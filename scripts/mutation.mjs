// npm run mutation: plants faults in the code that decides, in a copy, and sees which the tests miss. A fault that they
// miss is on the list of test/mutation/survivors.json, with the reason, or fails the run. Arguments go to Stryker:
// npm run mutation -- --mutate packages/core/src/stages/check-claims.ts
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap, root } from './bootstrap.mjs'
import { runTool } from './tools.mjs'

const report = join(root, '.tmp', 'mutation', 'report.json')
const list = join(root, 'test', 'mutation', 'survivors.json')

bootstrap()
rmSync(report, { force: true })
const ran = runTool('@stryker-mutator/core/bin/stryker.js', ['run', ...process.argv.slice(2)], {
  minutes: 150,
})
if (ran) judge(readMutants())
else process.exitCode = 1

function readMutants() {
  const { files } = JSON.parse(readFileSync(report, 'utf8'))
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ status, replacement, location }) => ({
      file,
      status,
      ...describe(source, replacement, location),
    })),
  )
}

/** A mutant by the text of its line, which outlives edits elsewhere in the file. */
function describe(source, replacement, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const line = lines[0].trim()
  lines.push(lines.pop().slice(0, end.column - 1))
  lines[0] = lines[0].slice(start.column - 1)
  const oneLine = (text) => text.replace(/\s+/g, ' ')
  return { line, at: start.line, mutant: `${oneLine(lines.join('\n'))} → ${oneLine(replacement)}` }
}

function judge(mutants) {
  const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  const known = JSON.parse(readFileSync(list, 'utf8')).flatMap(({ mutants, ...entry }) =>
    mutants.map((mutant) => ({ ...entry, mutant })),
  )
  const isSame = (one) => (other) =>
    one.file === other.file && one.line === other.line && one.mutant === other.mutant
  const unexplained = survivors.filter((one) => !known.some(isSame(one)))
  const isWhole = process.argv.length === 2
  const dead = known.filter((one) => !survivors.some(isSame(one)) && (isWhole || mutants.some(isSame(one))))
  print('No longer survives, take it off the list', dead)
  print('Survives without a reason', unexplained)
  printCounts(mutants, survivors)
  process.exitCode = unexplained.length > 0 ? 1 : 0
}

function print(heading, mutants) {
  for (const { file, at, line, mutant } of mutants)
    console.log(`${heading}: ${file}${at ? `:${at}` : ''}\n  ${line}\n  ${mutant}\n`)
}

function printCounts(mutants, survivors) {
  const valid = mutants.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status))
  const killed = valid.length - survivors.length
  const score = ((100 * killed) / valid.length).toFixed(1)
  console.log(`${valid.length} mutants, ${killed} killed (${score} %), ${survivors.length} survived`)
}
