import { readFileSync } from 'node:fs'
import { ConfigurationError } from '@meishi/core'
import type { Command } from './command.js'
import { checkConfig } from './commands/check-config.js'
import { inspect } from './commands/inspect.js'
import { issue } from './commands/issue.js'
import { jwks } from './commands/jwks.js'
import { keygen } from './commands/keygen.js'
import { verify } from './commands/verify.js'
import { Failure, usage } from './failures.js'
import { helpOf, overview } from './help.js'
import type { Io } from './io.js'
import { paintFor } from './paint.js'
import { parseInput } from './parse-input.js'
import { printableJson } from './printable.js'
import type { ExitCode, Report } from './report.js'

const COMMANDS: readonly Command[] = [keygen, issue, verify, inspect, jwks, checkConfig]

/**
 * Runs one command.
 *
 * @returns the exit code: 0 done, 1 the answer is no, 2 the command line is wrong, 3 something could not be read,
 *   written or reached
 */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const isJson = args.includes('--json')
  try {
    const [name, ...rest] = inOrder(args)
    if (name === '--version') {
      io.stdout(`${version()}\n`)
      return 0
    }
    if (name === undefined || name === '--help' || name === 'help') {
      io.stdout(`${overview(COMMANDS)}\n`)
      return name === undefined ? 2 : 0
    }
    const command = COMMANDS.find((one) => one.name === name)
    if (command === undefined)
      throw usage(`unknown command; there are ${COMMANDS.map((one) => one.name).join(', ')}`)
    const input = parseInput(rest, command)
    if (input.has('help')) {
      io.stdout(`${helpOf(command)}\n`)
      return 0
    }
    const report = await command.run(input, { io, paint: paintFor(io.hasColours && !isJson) })
    print(report, isJson, io)
    return report.exit
  } catch (error) {
    return fail(error, isJson, io)
  }
}

/** `-h` and `meishi help verify` are other words for `meishi verify --help`. */
function inOrder(args: readonly string[]): readonly string[] {
  const [first, second, ...rest] = args.map((one) => (one === '-h' ? '--help' : one))
  if (first === 'help' && second !== undefined) return [second, '--help', ...rest]
  return [first, second, ...rest].filter((one) => one !== undefined)
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

function print({ data, lines, notes = [] }: Report, isJson: boolean, io: Io): void {
  const text = isJson ? printableJson(data) : lines.join('\n')
  if (text !== '') io.stdout(`${text}\n`)
  for (const note of notes) io.stderr(`${note}\n`)
}

/** What is told of a key or file that is not good is ours; everything else is a fault of the tool, and is thrown. */
function fail(error: unknown, isJson: boolean, io: Io): ExitCode {
  const isOurs = error instanceof Failure || error instanceof ConfigurationError
  if (!isOurs) throw error
  const exit = error instanceof Failure ? error.exit : 1
  io.stderr(
    `${isJson ? printableJson({ error: { exit, message: error.message } }) : `meishi: ${error.message}`}\n`,
  )
  return exit
}
