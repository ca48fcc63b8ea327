// Asks one question, shows its tables and goals, and keeps them for the page: ask.mjs <question> <folder> [rounds]
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [name, folder, asked] = process.argv.slice(2)
const { title, what, rounds: usual, run } = await import(`../questions/${name}.mjs`)
const rounds = asked === undefined ? usual : Number(asked)
console.log(`\n── ${title}\n   ${what}`)
const startedAt = Date.now()
const { tables, goals, highlights = [] } = await run({ rounds })
for (const table of tables) {
  console.log(`\n${table.title}`)
  console.table(
    table.rows.map((row) => Object.fromEntries(table.columns.map((column, at) => [column, row[at]]))),
  )
}
for (const { goal, seen, met } of goals) console.log(`   ${met ? 'met   ' : 'MISSED'} ${goal}: ${seen}`)
const seconds = Math.round((Date.now() - startedAt) / 1000)
const { user, system } = process.cpuUsage()
console.log(`   ${name}: ${seconds} s, ${Math.round((user + system) / 1e6)} s of CPU, ${rounds} rounds`)
const answer = { title, what, rounds, seconds, date: new Date(), goals, tables, highlights }
writeFileSync(join(folder, `${name}.json`), JSON.stringify(answer))
process.exit(0)
