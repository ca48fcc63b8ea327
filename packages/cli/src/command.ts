import type { Io } from './io.js'
import type { Paint } from './paint.js'
import type { Report } from './report.js'

/** One flag of a command. */
export interface Flag {
  /** What stands behind it; a switch has none. */
  readonly value?: string
  /** Whether it may be given several times. */
  readonly multiple?: boolean
  readonly says: string
}

/** What was written on the command line. */
export interface Input {
  /** The value of a flag that has one. */
  text(name: string): string | undefined
  /** The values of a flag that may be given several times. */
  list(name: string): readonly string[]
  has(name: string): boolean
  /** What is no flag. */
  readonly rest: readonly string[]
}

/** What commands need of their surroundings. */
export interface Surroundings {
  readonly io: Io
  readonly paint: Paint
}

/** One command of the tool. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** What stands behind the name, besides flags. */
  readonly operands: string
  readonly flags: Readonly<Record<string, Flag>>
  /** Lines that help prints below the flags. */
  readonly more?: readonly string[]
  run(input: Input, surroundings: Surroundings): Promise<Report>
}
