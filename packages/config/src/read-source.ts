import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ConfigurationError } from '@meishi/core'
import type { FileErrorClass } from './file-error.js'

/** A configuration: the text itself, or the file that holds it. Which of both is said, never guessed. */
export type ConfigSource = string | { readonly file: string | URL }

/** A text, and what messages call it. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

const MOST_BYTES = 1_048_576

/**
 * Reads the text of a configuration.
 *
 * @throws the given error, naming the file; {@link ConfigurationError} where the source is neither text nor file
 */
export function readSource(source: ConfigSource, Failure: FileErrorClass): NamedText {
  if (typeof source === 'string') {
    checkSize('text', Buffer.byteLength(source), Failure)
    return { name: 'text', text: source.replace(/^\uFEFF/, '') }
  }
  const file: unknown = source?.file
  if ((typeof file !== 'string' || file === '') && !(file instanceof URL))
    throw new ConfigurationError('source', 'expected text, or { file } with a path or a file URL')
  return readFile(file, Failure)
}

function readFile(file: string | URL, Failure: FileErrorClass): NamedText {
  const name = file instanceof URL && file.protocol === 'file:' ? fileURLToPath(file) : String(file)
  const stats = reach(name, Failure, () => statSync(file))
  if (!stats.isFile()) throw new Failure('', 'expected a file, not a folder or a device', { file: name })
  checkSize(name, stats.size, Failure)
  const bytes = reach(name, Failure, () => readFileSync(file))
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    throw new Failure('', 'expected text in UTF-8', { file: name })
  }
}

/** Of an error of the file system its code is told, which names no more than the message does already. */
function reach<Result>(file: string, Failure: FileErrorClass, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw new Failure('', `expected a file that can be read; got ${code}`, { file })
  }
}

function checkSize(file: string, bytes: number, Failure: FileErrorClass): void {
  if (bytes > MOST_BYTES) throw new Failure('', `expected at most ${MOST_BYTES} bytes`, { file })
}
