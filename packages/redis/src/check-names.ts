import { ConfigurationError } from '@meishi/core'

/**
 * Refuses what is no option: it could be a protection that somebody believes to be on.
 *
 * @throws ConfigurationError naming the option, or where options are no object
 */
export function checkNames(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new ConfigurationError('options', 'expected an object')
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new ConfigurationError(unknown, `is no option here; known are ${known.join(', ')}`)
}
