/** The claims that an issuer writes itself (RFC 7519, section 4.1), and where a caller says what goes into them. */
export const REGISTERED_CLAIMS: ReadonlyMap<string, string> = new Map([
  ['iss', 'it is always the issuer'],
  ['sub', 'give it as `subject`'],
  ['aud', 'give it as `audience`'],
  ['exp', 'give a `lifetime`'],
  ['nbf', 'give it as `notBefore`'],
  ['iat', 'it is always now'],
  ['jti', 'it is always a new UUID'],
])
