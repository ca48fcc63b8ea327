import { type Path, Problem } from './problem.js'

/** A policy, and where it stands in the file. */
export interface FoundPolicy {
  readonly value: unknown
  readonly path: Path
}

/**
 * Finds the policy: the whole file, an item of a list, or a step anywhere in the assembly of an API.
 *
 * @throws {@link Problem} where there are several, or the properties stand beside the policy and not beneath it
 */
export function findPolicy(data: unknown, name: string): FoundPolicy {
  checkWhole(data)
  const [found, another] = policiesIn(data, name, [])
  if (found === undefined && Array.isArray(data)) throw new Problem([], `expected a list with - ${name}:`)
  if (another !== undefined) throw new Problem(another.path, `expected one ${name} policy in a file`, 'name')
  return found ?? { value: data, path: [] }
}

function checkWhole(data: unknown): void {
  if (data === null) throw new Problem([], 'expected a jwt-generate policy; nothing is there')
  if (typeof data === 'string') throw new Problem([], 'expected an object; a file is given as { file }')
}

/** @param seen - what an alias may lead to again, even from within itself */
function policiesIn(data: unknown, name: string, path: Path, seen = new Set<object>()): FoundPolicy[] {
  if (typeof data !== 'object' || data === null || seen.has(data)) return []
  seen.add(data)
  if (Array.isArray(data)) return data.flatMap((item, at) => policiesIn(item, name, [...path, at], seen))
  if (Object.hasOwn(data, name)) return [policyOf(data as Record<string, unknown>, name, path)]
  return Object.entries(data).flatMap(([key, value]) => policiesIn(value, name, [...path, key], seen))
}

/** A property that is not indented would otherwise be one of nothing. */
function policyOf(holder: Record<string, unknown>, name: string, path: Path): FoundPolicy {
  const other = Object.keys(holder).find((key) => key !== name)
  if (other !== undefined) throw new Problem([...path, other], `expected this beneath ${name}`, 'name')
  return { value: holder[name], path: [...path, name] }
}
