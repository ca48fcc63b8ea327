import { ConfigurationError } from '../errors/configuration-error.js'
import { unknownOption } from './unknown-option.js'

/** Accepts a value or throws a `ConfigurationError` that names where it stands and what was expected. */
export type Expect = (value: unknown, path: string) => void

function fail(path: string, expected: string, value: unknown, got = kindOf(value)): never {
  throw new ConfigurationError(path, `expected ${expected}; got ${got}`)
}

/** What kind of value it is. Never the value: it could be a secret. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (value === '') return 'an empty string'
  if (typeof value === 'number') return String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** What a test says yes to. */
export const satisfies =
  (expected: string, test: (value: unknown) => boolean): Expect =>
  (value, path) => {
    if (!test(value)) fail(path, expected, value)
  }

export const isText = satisfies(
  'a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
)
export const isBoolean = satisfies('true or false', (value) => typeof value === 'boolean')
export const isFunction = satisfies('a function', (value) => typeof value === 'function')
export const isAnyText = satisfies('a string', (value) => typeof value === 'string')
export const isAnything: Expect = () => {}

/** A finite number in a range, its ends included. */
export function isNumber(least: number, most: number): Expect {
  const expected =
    most === Number.MAX_VALUE ? `a number, at least ${least}` : `a number from ${least} to ${most}`
  return satisfies(expected, (value) => typeof value === 'number' && value >= least && value <= most)
}

/** A whole number in a range, its ends included. */
export function isInteger(least: number, most: number): Expect {
  return satisfies(`a whole number from ${least} to ${most}`, (value) => {
    return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
  })
}

/** One of a few strings. */
export function isOneOf(names: readonly string[]): Expect {
  return (value, path) => {
    if (typeof value === 'string' && names.includes(value)) return
    fail(
      path,
      `one of ${names.join(', ')}`,
      value,
      typeof value === 'string' ? 'another string' : kindOf(value),
    )
  }
}

/** A list that is not empty, each item as given. */
export function isList(item: Expect, least = 1): Expect {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < least)
      fail(path, least > 0 ? 'a list that is not empty' : 'a list', value)
    value.forEach((one, index) => {
      item(one, `${path}[${index}]`)
    })
  }
}

/** One value, or a list of such values. */
export function isOneOrList(item: Expect): Expect {
  const list = isList(item)
  return (value, path) => (Array.isArray(value) ? list(value, path) : item(value, path))
}

/** The value, or one that switches something off. */
export function isOr(literal: null | boolean, expect: Expect): Expect {
  return (value, path) => {
    if (value !== literal) expect(value, path)
  }
}

/** An object that has some functions, such as a store. */
export function hasMethods(...names: readonly string[]): Expect {
  return satisfies(`an object with the function ${names.join(', ')}`, (value) => {
    return (
      typeof value === 'object' &&
      value !== null &&
      names.every((name) => typeof Reflect.get(value, name) === 'function')
    )
  })
}

/** An object with these members and no others. A member that is `undefined` counts as left out. */
export function isObject(
  members: Readonly<Record<string, Expect>>,
  required: readonly string[] = [],
): Expect {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'an object', value)
    for (const name of required) {
      if (Reflect.get(value, name) === undefined)
        throw new ConfigurationError(memberPath(path, name), 'is required')
    }
    for (const [name, member] of Object.entries(value))
      checkMember(members, name, member, memberPath(path, name))
  }
}

function checkMember(
  members: Readonly<Record<string, Expect>>,
  name: string,
  member: unknown,
  path: string,
): void {
  const expect = Object.hasOwn(members, name) ? members[name] : undefined
  if (expect === undefined) throw new ConfigurationError(path, unknownOption(name, Object.keys(members)))
  if (member !== undefined) expect(member, path)
}

const memberPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

/** Exactly one of several objects, told apart by the member that only it has. */
export function isKind(kinds: Readonly<Record<string, Expect>>): Expect {
  const names = Object.keys(kinds)
  return (value, path) => {
    const members = typeof value === 'object' && value !== null ? Object.keys(value) : []
    const found = names.filter((name) => members.includes(name))
    const [kind] = found
    if (kind !== undefined && Reflect.get(value as object, kind) === undefined)
      throw new ConfigurationError(memberPath(path, kind), 'is required')
    if (kind === undefined || found.length > 1)
      fail(path, `an object with exactly one of ${names.join(', ')}`, value, withMembers(value, members))
    kinds[kind]?.(value, path)
  }
}

/** The names of an object's members, where they look like names. */
function withMembers(value: unknown, members: readonly string[]): string {
  const names = members.filter((name) => /^[a-z]\w{0,31}$/i.test(name)).slice(0, 5)
  return names.length === 0 || Array.isArray(value) ? kindOf(value) : `an object with ${names.join(', ')}`
}
