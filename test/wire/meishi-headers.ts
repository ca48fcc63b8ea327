import type { Face } from './cases/refusal-case.js'
import type { RawAnswer } from './raw-http.js'

/** Names in lower case, values as they are, in the order of the names. */
export type Headers = readonly (readonly [name: string, value: string])[]

const NAMES = new Set(['www-authenticate', 'cache-control', 'retry-after', 'vary'])

/** Every header of an answer that meishi writes. */
export const meishiHeaders = ({ lines }: RawAnswer): Headers =>
  inOrder(lines).filter(([name]) => NAMES.has(name) || name.startsWith('x-ca-'))

/** The same of a row. */
export const headersOf = ({ headers }: Pick<Face, 'headers'>): Headers => inOrder(Object.entries(headers))

function inOrder(lines: Headers): Headers {
  return lines
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .toSorted(([one], [other]) => one.localeCompare(other))
}
