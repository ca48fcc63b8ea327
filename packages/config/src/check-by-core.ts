import { type AuthOptions, ConfigurationError, createAuthenticator, type ReplayStore } from '@meishi/core'
import { isKeySet, type JwtPlugin } from './jwt-plugin.js'
import { type Path, Problem } from './problem.js'

/** Core's names for what the plugin calls otherwise, as far as core still finds something to refuse there. */
const NAMES: readonly (readonly [core: RegExp, plugin: string])[] = [
  [/^claimMapping\[(\d+)\]\.to.*/, 'claimParameters[$1].parameterName'],
  [/^keys\.(?=jwks?\b)/, ''],
]

/** Stands in for the default store, which would warn of itself though it may never be used. */
const NO_STORE: ReplayStore = { consume: () => false }

/**
 * Has core judge the options as it will when they are used, so that there is one set of rules.
 *
 * @throws {@link Problem} naming the field of the plugin
 */
export function checkByCore(options: AuthOptions, plugin: JwtPlugin): void {
  const replay = options.preventReplay && { preventReplay: { namespace: '', store: NO_STORE } }
  try {
    createAuthenticator({ ...options, ...replay, cache: false }).close()
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const problem = error.message.replace(`${error.path}: `, '')
    throw new Problem(pluginPath(error.path, plugin), problem)
  }
}

function pluginPath(corePath: string, { jwks }: JwtPlugin): Path {
  let path = NAMES.reduce((text, [core, plugin]) => text.replace(core, plugin), corePath)
  if (jwks !== undefined && !isKeySet(jwks)) path = path.replace(/^jwks\.keys/, 'jwks')
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}
