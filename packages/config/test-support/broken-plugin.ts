import { type ConfigSource, loadJwtPlugin, PluginError } from '../src/index.js'
import { modulus } from './plugin-text.js'

/** A good plugin, to be broken in one place. */
export const good = `parameter: X-Token
parameterLocation: header
claimParameters:
  - claimName: sub
    parameterName: X-Sub
    location: header
  - claimName: userId
    parameterName: userId
    location: query
preventJtiReplay: false
jwk:
  kty: RSA
  e: AQAB
  use: sig
  kid: key-1
  alg: RS256
  n: ${modulus}
`

/** The good plugin with a piece of its text replaced. */
export function broken(from: string, to: string): string {
  if (!good.includes(from)) throw new Error(`the good plugin has no ${from}`)
  return good.replace(from, () => to)
}

/** The good plugin with its \`jwk\` replaced by a \`jwks\`. */
export function withJwks(jwks: string): string {
  return `${good.slice(0, good.indexOf('jwk:'))}jwks:${jwks}`
}

/** The error that loading ends with. */
export function failure(source: ConfigSource): PluginError {
  try {
    loadJwtPlugin(source)
  } catch (error) {
    if (error instanceof PluginError) return error
    throw error
  }
  throw new Error('the plugin was loaded')
}

/** What the error says, in the form in which the tables below have it: `line:column path problem`. */
export function told(source: ConfigSource): string {
  const { line, column, path, file, message } = failure(source)
  const start = `Invalid JWT plugin configuration: ${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}`
  if (!message.startsWith(start)) throw new Error(`the message does not begin with ${start}: ${message}`)
  return `${line}:${column} ${path || '-'} ${message.slice(start.length)}`
}
