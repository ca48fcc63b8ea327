/** A member of a stranger's JSON object, own properties only: a token could name what every object inherits. */
export function ownMember(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined
}

/** A nested member, by the path of names that leads to it. */
export function memberAt(object: unknown, path: readonly string[]): unknown {
  let value = object
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = ownMember(value, name)
  }
  return value
}
