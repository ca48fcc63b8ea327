import type { Command, Flag } from './command.js'
import { COMMON_FLAGS } from './parse-input.js'

const EXIT_CODES = [
  'Ends with 0 when done, 1 when the answer is no, 2 when the command line is wrong, and 3 when something could',
  'not be read, written or reached.',
]

/** What `meishi <command> --help` prints. */
export function helpOf({ name, summary, operands, flags, more = [] }: Command): string {
  const rows = Object.entries({ ...flags, ...COMMON_FLAGS }).map(row)
  const head = ['meishi', name, '[flags]', operands].filter((part) => part !== '').join(' ')
  return [head, '', summary, '', ...columns(rows), ...space(more), '', ...EXIT_CODES].join('\n')
}

/** What `meishi --help` prints. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }): [string, string] => [name, summary])
  return [
    'meishi <command> [flags]',
    '',
    ...columns(rows),
    '',
    'meishi <command> --help says more. Tokens and keys are read from files or standard input, never from arguments.',
    '',
    ...EXIT_CODES,
  ].join('\n')
}

const row = ([name, { value, multiple, says }]: [string, Flag]): [string, string] => [
  `--${name}${value === undefined ? '' : ` ${value}`}`,
  `${says}${multiple === true ? ' (may be repeated)' : ''}`,
]

function columns(rows: readonly [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`)
}

const space = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines])
