// Asks one question, shows its tables, and keeps them for the page: ask.mjs <question> <folder>
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [name, folder] = process.argv.slice(2)
const { title, goal, run } = await import(`../questions/${name}.mjs`)
console.log(`\n── ${title}\n   goal: ${goal}`)
const startedAt = Date.now()
const tables = await run()
for (const table of tables) {
  console.log(`\n${table.title}`)
  console.table(
    table.rows.map((row) => Object.fromEntries(table.columns.map((column, at) => [column, row[at]]))),
  )
}
const seconds = Math.round((Date.now() - startedAt) / 1000)
console.log(`   ${seconds} s`)
writeFileSync(join(folder, `${name}.json`), JSON.stringify({ title, goal, tables, seconds }))
process.exit(0)
