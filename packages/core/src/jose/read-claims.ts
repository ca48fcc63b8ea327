import { Refusal } from '../errors/refusal.js'
import type { UnverifiedClaims, UnverifiedToken } from '../token.js'
import { parseJsonObject } from './json-object.js'

/**
 * Reads the payload, once.
 *
 * @throws {@link Refusal} `token_malformed` where it is no JSON object
 */
export function readClaims(token: UnverifiedToken): UnverifiedClaims {
  token.claims ??= parseJsonObject(token.payload)
  if (token.claims === undefined) throw new Refusal('token_malformed', { length: token.length })
  return token.claims
}
