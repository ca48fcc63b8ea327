import type { RefusalCase } from './refusal-case.js'
import { NAMED_REFUSALS } from './refusals.js'

type Named = (typeof NAMED_REFUSALS)[number]

/** Nothing stands before the guards and handlers of these, so there is nothing to vary. */
const isAlone = (row: RefusalCase): boolean => row.request().target?.startsWith('/lone-') ?? false

/** The same for rows that may share applications: their policies are plain data, and keep nothing of a request. */
export function policyKeyOf(row: RefusalCase): string {
  const options = row.options?.() ?? {}
  const isPlain = row.policy === undefined && !Object.values(options).some(holdsFunctions)
  return isPlain ? JSON.stringify([options, row.parser]) : `${row.code} when ${row.when}`
}

/** Whether policies of this row do the same at every request. Those that spend tokens, or fail at first, do not. */
export function keepsNothing(row: RefusalCase): boolean {
  const { preventReplay, revocation } = row.options?.() ?? {}
  return preventReplay === undefined && revocation === undefined
}

function holdsFunctions(value: unknown): boolean {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsFunctions)
}

/** The rows of the table with something before them, by what they can share. */
export const GROUPS: readonly (readonly Named[])[] = groups()

function groups(): Named[][] {
  const found = new Map<string, Named[]>()
  for (const named of NAMED_REFUSALS) {
    const [, row] = named
    if (isAlone(row)) continue
    const key = policyKeyOf(row)
    found.set(key, [...(found.get(key) ?? []), named])
  }
  return [...found.values()]
}
