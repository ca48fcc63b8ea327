import { ConfigurationError } from '@meishi/core'
import { Failure, usage } from './failures.js'
import { printable } from './printable.js'

/** What an option of the packages is here, by its path: a flag with its dashes, or the file in which it stands. */
export type Places = Readonly<Record<string, string>>

/**
 * Does something, and tells a mistake by what was written on the command line: nobody here knows the packages' options.
 *
 * @throws Failure (2) where a flag is wrong, (1) where a file is
 */
export async function nameMistakes<Result>(
  places: Places,
  act: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    throw error instanceof ConfigurationError ? inWordsOf(places, error) : error
  }
}

function inWordsOf(places: Places, error: ConfigurationError): Error {
  const { path, message } = error
  const found = Object.keys(places)
    .filter((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`))
    .sort((one, other) => other.length - one.length)[0]
  const place = found === undefined ? undefined : places[found]
  if (found === undefined || place === undefined) return error
  const member = path
    .slice(found.length)
    .replace(/^\[\d+\]/, '')
    .replace(/^\./, '')
  const problem = `${member === '' ? '' : `${member}: `}${message.slice(path.length + ': '.length)}`
  if (!place.startsWith('--')) return new Failure(1, `${printable(place)}: ${problem}`)
  // A hint that names another option leads nowhere here.
  return usage(`${place}: ${problem.replace(/; `[^`]+` .*$/, '')}`)
}
