import { parseArgs } from 'node:util'
import type { Command, Flag, Input } from './command.js'
import { usage } from './failures.js'
import { refuseSecrets } from './refuse-secrets.js'

/** Flags that every command has. */
export const COMMON_FLAGS: Readonly<Record<string, Flag>> = {
  json: { says: 'print JSON, for programs' },
  help: { says: 'print this' },
}

/**
 * Reads the command line. Messages name flags, never what stands behind them: it could be a token.
 *
 * @throws Failure (2) where a flag is unknown, lacks its value, or is given twice, and where an argument is a secret
 */
export function parseInput(args: readonly string[], command: Command): Input {
  refuseSecrets(args)
  const flags = { ...command.flags, ...COMMON_FLAGS }
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value }]) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', multiple: true } as const,
    ]),
  )
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) if (token.kind === 'option') checkFlag(token, flags, command.name)
  const listOf = (name: string): string[] => ((values[name] ?? []) as unknown[]).map(String)
  for (const [name, { multiple }] of Object.entries(flags)) {
    if (multiple !== true && listOf(name).length > 1) throw usage(`--${name} is given twice`)
  }
  return {
    text: (name) => listOf(name)[0],
    list: listOf,
    has: (name) => listOf(name).length > 0,
    rest: positionals,
  }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}

function checkFlag(
  { name, rawName, value }: OptionToken,
  flags: Readonly<Record<string, Flag>>,
  command: string,
): void {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined
  if (flag === undefined) {
    const known = Object.keys(flags).map((one) => `--${one}`)
    throw usage(`unknown flag ${shown(rawName)}; meishi ${command} has ${known.join(', ')}`)
  }
  if (flag.value === undefined && value !== undefined) throw usage(`--${name} takes no value`)
  if (flag.value !== undefined && (value === undefined || value === ''))
    throw usage(`--${name} needs a value: ${flag.value}`)
}

/** A flag that is none could be anything. */
const shown = (name: string): string => (/^--?[\w-]{1,30}$/.test(name) ? name : '(not shown)')
