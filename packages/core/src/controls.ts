import { type Authenticator, createAuthenticator } from './create-authenticator.js'
import type { AuthOptions } from './options/auth-options.js'
import { isFunction } from './options/expect.js'

/** The functions of a handle that every adapter's middleware has too. */
export type Controls<Claims> = Pick<Authenticator<Claims>, 'ready' | 'status' | 'replace' | 'close'>

/** What every adapter takes: options, or a handle that was made of some. */
export type OptionsOrHandle<Claims> = AuthOptions<Claims> | Authenticator<Claims>

/**
 * The handle itself, or one made of options.
 *
 * @throws ConfigurationError naming the option and the rule
 */
export function authenticatorOf<Claims>(options: OptionsOrHandle<Claims>): Authenticator<Claims> {
  const isHandle = typeof options === 'object' && options !== null && 'authenticate' in options
  return isHandle ? options : createAuthenticator(options)
}

/**
 * Checks what an adapter is given besides options.
 *
 * @throws ConfigurationError where it is no function
 */
export function checkFunction(name: string, value: unknown): void {
  isFunction(value, name)
}

/** What an adapter copies from the handle onto its middleware. */
export function controlsOf<Claims>({
  ready,
  status,
  replace,
  close,
}: Authenticator<Claims>): Controls<Claims> {
  return { ready, status, replace, close }
}
