// The answers as a page.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'

/** bench/results.md, of the answers to every question. */
export function resultsPage(answers) {
  return `${heading()}\n${answers.map(section).join('\n')}`
}

function heading() {
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`
  return `# Results

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, with Node ${process.versions.node} on ${machine}.

The contestants of a question take turns, several rounds each. A ratio compares one round of two contestants: the
median, and in brackets the least and the most. Absolute figures hold for this machine and this hour alone.

${versions()}
`
}

/** The contestants as they are installed. */
function versions() {
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const require = createRequire(import.meta.url)
  const names = Object.keys(dependencies).filter((name) => !name.startsWith('@meishi/'))
  return names.map((name) => `${name} ${versionOf(name, require)}`).join(' · ')
}

function versionOf(name, require) {
  const paths = require.resolve.paths(name) ?? []
  for (const path of paths) {
    try {
      return JSON.parse(readFileSync(`${path}/${name}/package.json`, 'utf8')).version
    } catch {
      // Not in this folder of modules.
    }
  }
  return 'unknown'
}

function section({ name, title, goal, tables, seconds }) {
  return `## ${title}

Goal: ${goal}. \`npm run bench -- ${name}\`, ${seconds} s.

${tables.map(markdownTable).join('\n')}`
}

function markdownTable({ title, columns, rows, notes = [] }) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const lines = [line(columns), line(columns.map(() => '---')), ...rows.map(line)]
  return `**${title}**\n\n${lines.join('\n')}\n${notes.map((note) => `\n${note}\n`).join('')}`
}
