import type { RuntimeVariables } from '@meishi/core'
import { memberAt } from '@meishi/core/adapter'

/** Names of headers are told apart by neither case nor dots. */
const HEADER = /^request\.headers\.(.+)$/

/**
 * The value of a runtime variable in the first scope that has it: a member of that whole name, or else the member that
 * the dots lead to. Own properties only, so that no name finds what every object inherits.
 */
export function resolveVariable(name: string, scopes: readonly RuntimeVariables[]): unknown {
  return scopes.map((scope) => readVariable(name, scope)).find((value) => value !== undefined)
}

function readVariable(name: string, scope: RuntimeVariables): unknown {
  if (Object.hasOwn(scope, name)) return scope[name]
  const header = HEADER.exec(name)?.[1]
  return memberAt(
    scope,
    header === undefined ? name.split('.') : ['request', 'headers', header.toLowerCase()],
  )
}
