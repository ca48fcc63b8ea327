import { ConfigurationError } from '../errors/configuration-error.js'
import { isRecord } from '../http/overlay.js'
import { PRIVATE_MEMBERS, PUBLIC_MEMBERS } from './import-jwk.js'

/**
 * Makes sure that a key set may be shown to everybody: every key is of a kind whose public members are known, has
 * all of them, and has no other half. Keys for encryption are fine.
 *
 * @throws {@link ConfigurationError} naming the member and the rule, and never its value
 */
export function checkPublicJwks(jwks: unknown, path: string): void {
  const keys: unknown = isRecord(jwks) ? jwks.keys : undefined
  if (!Array.isArray(keys)) throw new ConfigurationError(path, 'expected a key set, { keys: [...] }')
  if (keys.length === 0)
    throw new ConfigurationError(
      `${path}.keys`,
      'holds no key: whoever verifies would take that for an outage',
    )
  checkNothingSecret(jwks, path)
  keys.forEach((key, index) => {
    checkPublicJwk(key, `${path}.keys[${index}]`)
  })
}

/** Beside the keys and inside of them too: who keeps both halves together would show both. */
function checkNothingSecret(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) return
  const privateMember = PRIVATE_MEMBERS.find((member) => member in value)
  if (privateMember !== undefined)
    throw new ConfigurationError(`${path}.${privateMember}`, 'this is secret and must not be published')
  for (const [name, member] of Object.entries(value))
    checkNothingSecret(member, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`)
}

function checkPublicJwk(jwk: unknown, path: string): void {
  if (!isRecord(jwk)) throw new ConfigurationError(path, 'expected a JWK, an object')
  const members =
    typeof jwk.kty === 'string' && Object.hasOwn(PUBLIC_MEMBERS, jwk.kty) && PUBLIC_MEMBERS[jwk.kty]
  if (!members) throw new ConfigurationError(`${path}.kty`, 'expected RSA, EC, OKP or AKP')
  for (const member of members) {
    if (typeof jwk[member] !== 'string')
      throw new ConfigurationError(`${path}.${member}`, 'a key of this kind has it, and it is a string')
  }
}
