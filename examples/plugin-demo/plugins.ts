import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Jwk } from '@meishi/core'

const require = createRequire(import.meta.url)

/** The plugin file of this folder, with another public key in place of the one it shows. */
export function pluginWith(publicKey: Jwk): string {
  const text = readFileSync(require.resolve('@meishi/example-plugin-demo/jwt-plugin.yaml'), 'utf8')
  return text.replace(/^ {2}n: .*$/m, `  n: ${String(publicKey.n)}`)
}

/** The same plugin with replay protection. */
export function onceOnly(plugin: string): string {
  return plugin.replace('preventJtiReplay: false', 'preventJtiReplay: true')
}

/** The same plugin with a mistake. */
export function broken(plugin: string): string {
  return plugin.replace('parameterLocation: header', 'parameterLocation: body')
}
