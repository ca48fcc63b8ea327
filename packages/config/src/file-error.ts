import { ConfigurationError } from '@meishi/core'

/** Where a problem is. Lines and columns count from 1; a file that cannot be read has neither. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** A file that cannot be used. The message names the place, the field and what was expected, never a value of the file. */
export abstract class FileError extends ConfigurationError {
  /** The file as it was given; `text` where the configuration was given as text. */
  readonly file: string
  /** From 1; `undefined` where there is no text to point at. */
  readonly line: number | undefined
  /** From 1, in UTF-16 units. */
  readonly column: number | undefined

  constructor(kind: string, path: string, problem: string, { file, line, column }: Place) {
    super(path, problem)
    const place = line === undefined ? file : `${file}:${line}:${column}`
    this.message = `Invalid ${kind}: ${place}: ${this.message}`
    this.file = file
    this.line = line
    this.column = column
  }
}

/** The class of the errors about one kind of file. */
export type FileErrorClass = new (path: string, problem: string, place: Place) => FileError
