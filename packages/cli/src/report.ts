/**
 * How a command ends. 0: done, or the token is accepted. 1: the answer is no: a token, key or file that is not good.
 * 2: the command line is wrong. 3: something could not be read, written or reached.
 */
export type ExitCode = 0 | 1 | 2 | 3

/** What a command has to say, for people and for programs. */
export interface Report {
  readonly exit: ExitCode
  /** What `--json` prints. */
  readonly data: Readonly<Record<string, unknown>>
  /** What a person reads. */
  readonly lines: readonly string[]
  /** What goes to standard error besides, so that the output can be piped on. */
  readonly notes?: readonly string[]
}
