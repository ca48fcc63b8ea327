// The answers as a page.
import { verdict } from './goals.mjs'
import { machine, versions } from './machine.mjs'

/** bench/results.md, of the answers to every question. */
export function resultsPage(answers) {
  return `${[heading(answers), goals(answers), ...answers.map(section)].join('\n\n')}\n`
}

function heading(answers) {
  const minutes = answers.reduce((sum, { seconds }) => sum + seconds, 0) / 60
  return `# Results

Written by \`npm run bench\` in ${minutes.toFixed(1)} minutes on ${answers[0].date.slice(0, 10)}: Node ${process.versions.node}, ${machine()}.

Contestants take turns, in an order that changes from round to round. A figure like \`0.97 (0.94–0.99)\` is the median of
the rounds, with the least and the most. **Ratios compare two contestants within one round; absolute figures hold for
this machine and this hour alone.** [How to run one question, and how to read it](README.md).

${versions()}`
}

/** One line for each question; what was missed is named. */
function goals(answers) {
  const rows = answers.map(({ title, goals }) => {
    const missed = goals.filter(({ met }) => !met)
    const named = missed.map(({ goal, seen }) => `${goal}: **${seen}**`)
    return [
      `[${title}](#${slug(title)})`,
      `${goals.length - missed.length} of ${goals.length}`,
      named.join('<br>'),
    ]
  })
  const all = answers.flatMap((answer) => answer.goals)
  const met = all.filter((goal) => goal.met).length
  return `## Goals\n\n${met} of ${all.length} are met.\n\n${lines(['question', 'met', 'missed, and what was seen'], rows)}`
}

/** The anchor that a heading gets. */
const slug = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-')

function section({ name, title, what, goals, tables, seconds, rounds }) {
  const command = `\`npm run bench -- ${name}\`: ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, ${seconds} s.`
  const verdicts = lines(
    ['goal', 'seen', ''],
    goals.map((goal) => [goal.goal, goal.seen, verdict(goal)]),
  )
  return [`## ${title}`, `${what} ${command}`, ...tables.map(markdownTable), verdicts].join('\n\n')
}

function markdownTable({ title, columns, rows, notes = [] }) {
  return [`**${title}**`, lines(columns, rows), ...notes].join('\n\n')
}

/** Figures stand to the right, words to the left. */
function lines(columns, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  const isFigure = (at) =>
    rows.every((row) => /^(-?\d.*|has none)?$/.test(row[at])) && rows.some((row) => row[at] !== '')
  const rule = `|${columns.map((_, at) => (isFigure(at) ? '--:' : '---')).join('|')}|`
  return [line(columns), rule, ...rows.map(line)].join('\n')
}
