import { type Part, type Path, Problem } from './problem.js'

/** Accepts a value or throws a {@link Problem} that says what was expected. */
export type Shape = (value: unknown, path: Path) => void

const satisfies =
  (expected: string, test: (value: unknown) => boolean): Shape =>
  (value, path) => {
    if (!test(value))
      throw new Problem(path, `expected ${expected}${value === undefined ? '; it is missing' : ''}`)
  }

export const anything: Shape = () => {}
export const text = satisfies(
  'a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
)
export const flag = satisfies('true or false', (value) => typeof value === 'boolean')

/** A whole number in a range, its ends included. */
export const whole = (least: number, most: number): Shape =>
  satisfies(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  )

/** A text of a certain form. */
export const matches = (expected: string, form: RegExp): Shape =>
  satisfies(expected, (value) => typeof value === 'string' && form.test(value))

export function oneOf(...names: readonly string[]): Shape {
  const expected = names.length === 1 ? `${names[0]}` : `one of ${names.join(', ')}`
  return satisfies(expected, (value) => typeof value === 'string' && names.includes(value))
}

const isList = satisfies('a list', Array.isArray)

export function list(item: Shape): Shape {
  return (value, path) => {
    isList(value, path)
    for (const [index, one] of (value as unknown[]).entries()) item(one, [...path, index])
  }
}

/** A name that is known, and must not be there. */
export function refused(problem: string, part: Part = 'name'): Shape {
  return (_value, path) => {
    throw new Problem(path, problem, part)
  }
}

const isObject = satisfies(
  'an object',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** An object with these fields and no others. */
export function object(
  fields: Readonly<Record<string, Shape>>,
  required: readonly string[],
  refusals: Readonly<Record<string, Shape>> = {},
): Shape {
  const unknown = refused(`expected no such field; known are ${Object.keys(fields).join(', ')}`)
  const shapes = new Map(Object.entries({ ...fields, ...refusals }))
  return (value, path) => {
    isObject(value, path)
    const members = Object.entries(value as object)
    for (const [name, member] of members) (shapes.get(name) ?? unknown)(member, [...path, name])
    const missing = required.find((name) => !Object.hasOwn(value as object, name))
    if (missing !== undefined) shapes.get(missing)?.(undefined, [...path, missing])
  }
}
