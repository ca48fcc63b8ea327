import type { ExitCode } from './report.js'

/** What ends a command early. The message holds no token and no key. */
export class Failure extends Error {
  readonly exit: ExitCode

  constructor(exit: ExitCode, message: string) {
    super(message)
    this.exit = exit
  }
}

/** The command line is wrong. */
export const usage = (message: string): Failure => new Failure(2, message)

/** Something could not be read, written or reached. */
export const unreachable = (message: string): Failure => new Failure(3, message)

const CODES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'that is not allowed to you',
  EPERM: 'that is not allowed to you',
  EISDIR: 'it is a folder',
}

/** Of an error of the system its code is told, in words where people may meet it. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (typeof code !== 'string') return 'unknown error'
  return Object.hasOwn(CODES, code) ? `${CODES[code]} (${code})` : code
}
