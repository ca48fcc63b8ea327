import { randomUUID } from 'node:crypto'
import type { AuthOptions, Seconds } from '@meishi/core'
import { SignJWT } from 'jose'

const LIFETIME: Seconds = 600
const TYPE = 'sign-in+jwt'

/** What makes links and what accepts them must agree on. */
export interface LinkIssuer {
  readonly origin: string
  /** At least 32 random bytes. */
  readonly secret: Uint8Array
}

/** Makes a link with which the owner of an address can sign in. */
export async function createLink({ origin, secret }: LinkIssuer, email: string): Promise<string> {
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setIssuer(origin)
    .setAudience(`${origin}/sign-in`)
    .setSubject(email)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME}s`)
    .sign(secret)
  return `${origin}/sign-in?token=${token}`
}

/** What a token must be to be one of a link. The `typ` keeps those apart that the same secret signs for something else. */
export function linkPolicy({ origin, secret }: LinkIssuer): AuthOptions {
  return {
    issuer: origin,
    audience: `${origin}/sign-in`,
    keys: { secret },
    algorithms: ['HS256'],
    typ: [TYPE],
    requiredClaims: ['sub'],
    maxLifetime: LIFETIME,
  }
}
