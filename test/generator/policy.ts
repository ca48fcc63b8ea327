/** The example of the document of the `jwt-generate` policy, as it stands there. */
export const POLICY = `- jwt-generate:
    title: jwt-generate
    iss-claim: iss.claim
    exp-claim: 3600
    jwt: generated.jwt
    jti-claim: true
    sub-claim: sub.claim
    aud-claim: aud.claim
    private-claims: private.claims
    jws-jwk: jws.jwk
    jws-alg: HS256
    jws-crypto: jwsCryptoObjectName
    jwe-enc: A128CBC-HS256
    jwe-jwk: jwe.jwk
    jwe-alg: A128KW
    jwe-crypto: jweCryptoObjectName
`

/** The policy without the lines that begin so. */
export function without(...starts: readonly string[]): string {
  const isKept = (line: string): boolean => !starts.some((start) => line.trim().startsWith(start))
  return POLICY.split('\n').filter(isKept).join('\n')
}
