import type { GeneratedClaims, JwtClaims, RuntimeVariables } from '@meishi/core'
import { REGISTERED_CLAIMS } from '../claims/registered-claims.js'
import { missing, readObject } from './read-object.js'
import { resolveVariable } from './resolve-variable.js'
import { VariableError } from './variable-error.js'

/**
 * The claims that a policy takes from runtime variables: all but the times and the `jti`.
 *
 * @throws {@link VariableError} where a variable is missing or holds something else
 */
export function resolveClaims(plan: GeneratedClaims, scopes: readonly RuntimeVariables[]): JwtClaims {
  const { issuer, subject, audience, private: others } = plan
  return {
    iss: text(issuer, scopes),
    ...(subject !== undefined && { sub: text(subject, scopes) }),
    ...(audience.length > 0 && { aud: audienceOf(audience, scopes) }),
    ...(others !== undefined && privateClaims(others, scopes)),
  }
}

function text(variable: string, scopes: readonly RuntimeVariables[]): string {
  return checkText(resolveVariable(variable, scopes), variable)
}

function checkText(value: unknown, variable: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new VariableError(variable, `expected a string that is not empty${missing(value)}`)
}

/** One variable with one text is one text; all else is a list. */
function audienceOf(
  names: readonly string[],
  scopes: readonly RuntimeVariables[],
): string | readonly string[] {
  const values = names.map((name) => {
    const value = resolveVariable(name, scopes)
    if (!Array.isArray(value) || value.length === 0) return checkText(value, name)
    return value.map((one) => checkText(one, name))
  })
  const [first] = values
  return values.length === 1 && typeof first === 'string' ? first : values.flat()
}

function privateClaims(variable: string, scopes: readonly RuntimeVariables[]): Record<string, unknown> {
  const claims = readObject(resolveVariable(variable, scopes), variable)
  const registered = [...REGISTERED_CLAIMS.keys()].find((name) => Object.hasOwn(claims, name))
  if (registered !== undefined)
    throw new VariableError(variable, `${registered} is a registered claim and no private one`)
  return claims
}
