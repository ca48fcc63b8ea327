import { ConfigurationError } from '@meishi/core'
import { type Expect, isInteger, isList, isText, satisfies } from '@meishi/core/adapter'

/** A list of scopes (RFC 6749, section 3.3). */
const isScope = satisfies('scopes, separated by single spaces', (value) => {
  return typeof value === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(value)
})

/** What RFC 9068 says of the claims of an access token, besides the registered ones (sections 2.2.1 to 2.2.3). */
const ACCESS_TOKEN_CLAIMS: Readonly<Record<string, Expect>> = {
  client_id: isText,
  scope: isScope,
  auth_time: isInteger(0, Number.MAX_SAFE_INTEGER),
  acr: isText,
  amr: isList(isText),
  groups: isList(satisfies('a name or an object', isNamed), 0),
  roles: isList(satisfies('a name or an object', isNamed), 0),
  entitlements: isList(satisfies('a name or an object', isNamed), 0),
}

/**
 * Whether an access token has what RFC 9068 requires of it.
 *
 * @throws ConfigurationError naming the claim
 */
export function checkAccessToken(claims: Readonly<Record<string, unknown>>): void {
  const required = { sub: 'subject', aud: 'audience', client_id: 'claims.client_id' }
  for (const [claim, path] of Object.entries(required)) {
    if (!Object.hasOwn(claims, claim))
      throw new ConfigurationError(path, 'is required in a token of the type at+jwt (RFC 9068, section 2.2)')
  }
  for (const [name, expect] of Object.entries(ACCESS_TOKEN_CLAIMS)) {
    if (Object.hasOwn(claims, name)) expect(claims[name], `claims.${name}`)
  }
}

function isNamed(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null)
}
