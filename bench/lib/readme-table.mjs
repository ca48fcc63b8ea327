// The table that the README shows: of each question what it calls its highlights.
const START = '<!-- bench: written by `npm run bench` -->'
const END = '<!-- bench: end -->'

/** The README with the table of these answers between the two markers. */
export function withTable(readme, answers) {
  const start = readme.indexOf(START)
  const end = readme.indexOf(END)
  if (start < 0 || end < start) throw new Error('README.md has lost the markers of its table of speed')
  return `${readme.slice(0, start + START.length)}\n\n${table(answers)}\n\n${readme.slice(end)}`
}

function table(answers) {
  const rows = answers.flatMap(({ highlights }) => highlights)
  const goals = answers.flatMap((answer) => answer.goals)
  const met = goals.filter((goal) => goal.met).length
  return `| what | meishi | others |
|---|---|---|
${rows.map(({ what, meishi, others }) => `| ${what} | ${meishi} | ${others} |`).join('\n')}

${met} of ${goals.length} goals met. [Every figure, and every goal that was missed](bench/results.md); Node ${process.versions.node}, ${answers[0].date.slice(0, 10)}.`
}
