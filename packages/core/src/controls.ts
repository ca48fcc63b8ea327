import { type Authenticator, createAuthenticator } from './create-authenticator.js'
import type { AuthOptions } from './options/auth-options.js'
import { isFunction } from './options/expect.js'
import type { Auth } from './token.js'

/** The functions of a handle that every adapter's middleware has too. */
export type Controls<Claims> = Pick<Authenticator<Claims>, 'ready' | 'status' | 'keys' | 'replace' | 'close'>

/** What every adapter takes: options, or a handle that was made of some. */
export type OptionsOrHandle<Claims> = AuthOptions<Claims> | Authenticator<Claims>

/**
 * The handle itself, or one made of options.
 *
 * @param foreign - names that the framework adds to the options, and that are not ours to judge
 * @throws ConfigurationError naming the option and the rule
 */
export function authenticatorOf<Claims>(
  options: OptionsOrHandle<Claims>,
  foreign: readonly string[] = [],
): Authenticator<Claims> {
  if (isAuthenticator(options)) return options as Authenticator<Claims>
  if (foreign.length === 0) return createAuthenticator(options)
  const own = Object.entries(options).filter(([name]) => !foreign.includes(name))
  return createAuthenticator<Claims>(Object.fromEntries(own))
}

/** A handle, whatever the type of its claims. */
export type AnyAuthenticator = Omit<Authenticator<unknown>, 'replace'>

/** Whether a value is a handle, and not options of one. */
export function isAuthenticator<Other>(value: Other | AnyAuthenticator): value is AnyAuthenticator {
  return typeof value === 'object' && value !== null && 'authenticate' in value
}

/**
 * Checks what an adapter is given besides options.
 *
 * @throws ConfigurationError where it is no function
 */
export function checkFunction(name: string, value: unknown): void {
  isFunction(value, name)
}

/** A request, or whatever a framework keeps the caller on, where the caller is known. */
export type Known<Holder, Claims> = Omit<Holder, 'auth'> & { auth: Auth<Claims> }

/** What an adapter copies from the handle onto its middleware. */
export function controlsOf<Claims>({
  ready,
  status,
  keys,
  replace,
  close,
}: Authenticator<Claims>): Controls<Claims> {
  return { ready, status, keys, replace, close }
}
