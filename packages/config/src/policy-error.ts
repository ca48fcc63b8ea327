import { FileError, type Place } from './file-error.js'

/**
 * A `jwt-generate` policy that cannot be used. The message names the place, the property and what was expected,
 * never a value of the file.
 *
 * @example
 * try { loadJwtGenerate({ file }) } catch (error) {
 *   if (error instanceof PolicyError) console.error(error.file, error.line, error.column, error.path)
 * }
 */
export class PolicyError extends FileError {
  constructor(path: string, problem: string, place: Place) {
    super('jwt-generate policy', path, problem, place)
  }
}
