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

/** Of an error of the system its code is told. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : 'unknown error'
}
