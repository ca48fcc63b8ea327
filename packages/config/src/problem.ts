/** The way to a field: names of objects, indexes of lists. */
export type Path = readonly (string | number)[]

/**
 * Which part of a field is wrong: its value, its name, or neither but a place of the text, in characters
 * from its start.
 */
export type Part = 'value' | 'name' | number

/** What is wrong, known by its field. The document that it stands in knows the line. */
export class Problem extends Error {
  readonly path: Path
  readonly part: Part

  constructor(path: Path, problem: string, part: Part = 'value') {
    super(problem)
    this.path = path
    this.part = part
  }
}

/** A path as it is written in messages: `claimParameters[2].parameterName`. */
export function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${printable(step)}`))
    .join('')
    .replace(/^\./, '')
}

/**
 * Names that are no names of fields are cut: `{ d:c2VjcmV0 }`, without a space, is a name that ends in a secret,
 * and a terminal obeys control characters.
 */
function printable(name: string): string {
  if (/^[\w.#<-]{1,30}$/.test(name)) return name
  return `${/^[\w.#<-]{0,8}/.exec(name)?.[0]}…`
}
