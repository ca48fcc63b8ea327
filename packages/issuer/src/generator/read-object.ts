import { VariableError } from './variable-error.js'

/** An object, or the JSON text of one. What a parser says of bad JSON quotes the text, which could be a key. */
export function readObject(value: unknown, variable: string): Record<string, unknown> {
  const object = typeof value === 'string' ? parseQuietly(value) : value
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    throw new VariableError(variable, `expected an object or its JSON text${missing(value)}`)
  return object as Record<string, unknown>
}

/** What is added to a message where nothing is there. */
export const missing = (value: unknown): string => (value === undefined ? '; it is missing' : '')

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
