import { createAttempt } from './attempt.js'
import { isPromise } from './awaitable.js'
import { asError } from './errors/as-error.js'
import { AuthError } from './errors/auth-error.js'
import { Refusal } from './errors/refusal.js'
import { Family } from './family.js'
import type { KeyControls, KeyName } from './family-keys.js'
import type { VerifierOptions } from './options/auth-options.js'
import { checkVerifierOptions } from './options/check-options.js'
import { ownOptions } from './options/own-options.js'
import type { AuthenticatorStatus } from './status.js'
import type { Auth, JwtClaims } from './token.js'
import { verifyToken } from './verify-token.js'

/** Verifies tokens that did not come with an HTTP request: from a queue, a job, a socket. */
export interface Verifier<Claims = JwtClaims> {
  /**
   * Resolves to the caller. With `preventReplay` each call spends the `jti`.
   *
   * @throws {@link AuthError} with the code of the check that said no; {@link UnavailableError}
   */
  verify(token: string): Promise<Auth<Claims>>
  ready(): Promise<void>
  status(): AuthenticatorStatus
  /** What an operator may do with the keys. */
  readonly keys: KeyControls
  /** @throws ConfigurationError naming the option; then nothing has changed */
  replace(options: VerifierOptions<Claims>): void
  /** Frees what is held. May be called twice. */
  close(): void
}

/**
 * Resolves options into a verifier: the checks of an authenticator without its request.
 *
 * @throws ConfigurationError naming the option and the rule
 * @example
 * const { verify } = createVerifier({ issuer: 'https://id.example', audience: 'jobs' })
 * const { claims } = await verify(token)
 */
export function createVerifier<Claims = JwtClaims>(options: VerifierOptions<Claims>): Verifier<Claims> {
  const own = ownOptions(options)
  checkVerifierOptions(own)
  const family = new Family(own)
  return Object.freeze({
    verify: (token: string) => verify(token, family) as Promise<Auth<Claims>>,
    ready: () => family.ready(),
    status: () => family.status(),
    keys: Object.freeze({ withdraw: (key: KeyName) => family.withdraw(key) }),
    replace(changed: VerifierOptions<Claims>) {
      const own = ownOptions(changed)
      checkVerifierOptions(own)
      family.replace(own)
    },
    close: () => family.close(),
  })
}

async function verify(token: string, family: Family): Promise<Auth<unknown>> {
  const { policy } = family.root
  try {
    family.checkOpen()
    if (typeof token !== 'string' || token.length > policy.maxTokenBytes)
      throw new Refusal('token_malformed', { length: token?.length ?? 0 })
    const accepting = verifyToken(token, policy, createAttempt())
    return (isPromise(accepting) ? await accepting : accepting).auth
  } catch (error) {
    throw error instanceof Refusal ? new AuthError(error) : asError(error)
  }
}
