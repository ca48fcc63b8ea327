import { expect, test } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../packages/core/src/errors/error-codes.js'
import { headingsOf, readPages } from './markdown.js'

/** What is no refusal, and therefore not in the table of the code. */
const OTHERS = ['unavailable', 'configuration']
const CODES: readonly string[] = [...Object.keys(ERROR_CODES), ...OTHERS]

const page = readPages().find(({ file }) => file === 'docs/errors.md') ?? { file: '', lines: [] }
const sections = headingsOf(page).filter(({ level }) => level === 2)

/** The table at the top: code, status, `error`, and the gateway's status and code. */
const rows = page.lines
  .filter(({ text, kind }) => kind === 'text' && text.startsWith('| [`'))
  .map(({ text }) => text.split('|').map((cell) => cell.trim()))
  .map(([, code, ...cells]) => [code, ...cells.slice(0, 4)])

/** A section by its lines, without its heading. */
function sectionOf(code: string): string {
  const from = page.lines.findIndex(({ text }) => text === `## \`${code}\``)
  const length = page.lines.slice(from + 1).findIndex(({ text }) => text.startsWith('## '))
  const to = length < 0 ? page.lines.length : from + 1 + length
  return page.lines
    .slice(from + 1, to)
    .map(({ text }) => text)
    .join('\n')
}

test('the page has a section for every code, in the order of the table in the sources', () => {
  expect(sections.map(({ title }) => title)).toEqual(CODES.map((code) => `\`${code}\``))
})

test('the page starts with the table', () => {
  const [title, first] = page.lines.map(({ text }) => text).filter((text) => text !== '')
  expect([title, first?.startsWith('| code |')]).toEqual(['# Errors', true])
})

test('the table says of every refusal what both profiles answer', () => {
  const expected = Object.entries<ErrorCode>(ERROR_CODES).map(([code, { status, error, gateway }]) => [
    `[\`${code}\`](#${code})`,
    String(status),
    error === undefined ? '–' : `\`${error}\``,
    String(gateway.status),
    gateway.code === undefined ? '–' : `\`${gateway.code}\``,
  ])
  expect(rows.slice(0, expected.length)).toEqual(expected)
  expect(rows.slice(expected.length).map(([code]) => code)).toEqual(
    OTHERS.map((code) => `[\`${code}\`](#${code})`),
  )
})

test.each(CODES)('the section of %s says what happened, what is answered, and who does what', (code) => {
  const section = sectionOf(code)
  for (const part of ['What happened', 'Answers', 'The client', 'The operator'])
    expect(section).toContain(`**${part}**`)
})

test.each(Object.entries<ErrorCode>(ERROR_CODES))(
  'the section of %s states the answers of both profiles as the sources have them',
  (code, { status, error, gateway }) => {
    const section = sectionOf(code)
    expect(section).toContain(`\`rfc6750\`: ${status}`)
    expect(section).toContain(`\`gateway\`: ${gateway.status}`)
    if (error !== undefined) expect(section).toContain(`error="${error}"`)
    if (gateway.code !== undefined) expect(section).toContain(`\`${gateway.code}\``)
  },
)
