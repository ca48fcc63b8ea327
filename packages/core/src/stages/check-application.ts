import { Refusal } from '../errors/refusal.js'
import type { Policy } from '../policy.js'
import type { JwtClaims } from '../token.js'

/**
 * Asks the application: its schema, whose output the claims become, and its `check`. What either throws is
 * passed on as it is, for a fault of the application is no reason to blame the caller.
 *
 * @throws {@link Refusal} `claim_refused`
 */
export async function checkApplication(claims: JwtClaims, policy: Policy): Promise<unknown> {
  const output = policy.schema === undefined ? claims : await applySchema(claims, policy.schema)
  if (policy.check !== undefined && (await policy.check(output as never)) !== true)
    throw new Refusal('claim_refused')
  return output
}

async function applySchema(claims: JwtClaims, schema: NonNullable<Policy['schema']>): Promise<unknown> {
  const result = await schema['~standard'].validate(claims)
  if (result.issues !== undefined) throw new Refusal('claim_refused')
  return result.value
}
