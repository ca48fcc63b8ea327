import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, runCases, startDemo } from './run-demo.js'

let demo: Demo
beforeAll(async () => {
  demo = await startDemo()
})
afterAll(() => {
  demo.server.close()
})

test('every row of the demo is as documented', async () => {
  const rows = await runCases(demo)
  expect(rows.filter((row) => !row.isAsDocumented)).toEqual([])
  expect(rows).toHaveLength(12)
})

test('the demo shows every error code of the plugin', async () => {
  const answers = (await runCases(demo)).map((row) => row.answer).join('\n')
  for (const code of ['I400JR', 'I400JD', 'I400JP', 'A403JT', 'A403JK', 'A403JE', 'S403JI', 'S403JU']) {
    expect(answers).toContain(code)
  }
})
