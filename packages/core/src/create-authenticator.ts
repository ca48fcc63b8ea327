import { authenticate } from './authenticate.js'
import type { Awaitable } from './awaitable.js'
import { recordDecider } from './deciders.js'
import { Family } from './family.js'
import type { KeyControls, KeyName } from './family-keys.js'
import type { Member } from './family-members.js'
import type { MappedNames } from './http/mapped-names.js'
import type { RequestView } from './http/request-view.js'
import { recordParent } from './lineage.js'
import type { AuthOptions, AuthOverrides } from './options/auth-options.js'
import { checkAuthOptions, checkOverrides } from './options/check-options.js'
import { ownOptions } from './options/own-options.js'
import type { AuthOutcome } from './outcome.js'
import type { AuthenticatorStatus } from './status.js'
import type { JwtClaims } from './token.js'

/** Decides whether a request may pass. One handle serves every adapter, and raw requests. */
export interface Authenticator<Claims = JwtClaims> {
  /**
   * Decides, and spends the `jti` where the policy says so. Writes nothing into the request.
   *
   * @throws UnavailableError where keys or a store could not be asked; what the application's own code throws
   * @example
   * server.on('upgrade', async (request, socket) => {
   *   const outcome = await authenticator.authenticate(request)
   *   if (outcome.status !== 'authenticated') socket.destroy()
   * })
   */
  authenticate(view: RequestView): Promise<AuthOutcome<Claims>>
  /**
   * The same with some options changed. Keys, cache and stores are shared with the parent.
   *
   * @throws ConfigurationError naming the option
   * @example
   * const payments = authenticator.with({ preventReplay: true, guard: requireScope('pay') })
   */
  with<Changed = Claims>(overrides: AuthOverrides<Changed>): Authenticator<Changed>
  /** Names that claims are mapped to by this handle or any other of its family: clients may not send them. */
  readonly mappedNames: MappedNames
  /** Whether this handle needs the parsed body, for a token or a mapping in a form: then it is asked after the parser. */
  readonly readsBody: boolean
  /**
   * Resolves when every issuer was asked for its keys, and each has given them or failed, and when the revocation list
   * is complete; does not fail because one of them is down. {@link status} tells which.
   */
  ready(): Promise<void>
  status(): AuthenticatorStatus
  /** What an operator may do with the keys. */
  readonly keys: KeyControls
  /**
   * Changes the options of the whole family at once, after all of them were found good. What `with()` changed stays so.
   *
   * @throws ConfigurationError naming the option; then nothing has changed
   */
  replace(options: AuthOptions<Claims>): void
  /** Frees what the whole family holds. Requests after it are answered 503. May be called twice. */
  close(): void
}

/**
 * Resolves options into a handle that authenticates requests.
 *
 * @throws ConfigurationError naming the option and the rule
 * @example
 * const authenticator = createAuthenticator({ issuer: 'https://id.example', audience: 'https://api.example' })
 */
export function createAuthenticator<Claims = JwtClaims>(options: AuthOptions<Claims>): Authenticator<Claims> {
  const own = ownOptions(options)
  checkAuthOptions(own)
  const family = new Family(own)
  return createHandle(family, family.root)
}

function createHandle<Claims>(family: Family, member: Member): Authenticator<Claims> {
  const decide = (view: RequestView) =>
    authenticate(view, member.policy, family) as Awaitable<AuthOutcome<Claims>>
  const handle: Authenticator<Claims> = Object.freeze({
    authenticate: async (view: RequestView) => decide(view),
    with<Changed>(overrides: AuthOverrides<Changed>) {
      const own = ownOptions(overrides)
      checkOverrides(own)
      const derived = createHandle<Changed>(family, family.derive(member, own))
      if (own.claims === undefined) recordParent(derived, handle)
      return derived
    },
    get mappedNames() {
      return family.mappedNames
    },
    get readsBody() {
      return member.policy.readsBody
    },
    ready: () => family.ready(),
    status: () => family.status(),
    keys: Object.freeze({ withdraw: (key: KeyName) => family.withdraw(key) }),
    replace(options: AuthOptions<Claims>) {
      const own = ownOptions(options)
      checkAuthOptions(own)
      family.replace(own)
    },
    close: () => family.close(),
  })
  recordDecider(handle, decide)
  return handle
}
