import { FileError, type FileErrorClass } from './file-error.js'
import { locate } from './locate.js'
import { parseText, readData, type SourceDocument } from './parse-text.js'
import { Problem } from './problem.js'
import { type ConfigSource, readSource } from './read-source.js'

/**
 * Reads a text and has something made of its data. What is found wrong with a field is told with the line of the field.
 *
 * @param Failure - the error about this kind of file
 * @param loader - the public function, whose own frames are of no interest in a stack
 */
export function loadFile<Result>(
  source: ConfigSource,
  Failure: FileErrorClass,
  loader: (...args: never[]) => unknown,
  make: (data: unknown) => Result,
): Result {
  try {
    return load(source, Failure, make)
  } catch (error) {
    if (error instanceof FileError) Error.captureStackTrace(error, loader)
    throw error
  }
}

function load<Result>(
  source: ConfigSource,
  Failure: FileErrorClass,
  make: (data: unknown) => Result,
): Result {
  const named = readSource(source, Failure)
  let document: SourceDocument | undefined
  try {
    document = parseText(named.text)
    return make(readData(document))
  } catch (error) {
    throw error instanceof Problem ? locate(error, named, Failure, document) : error
  }
}
