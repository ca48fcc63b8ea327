import { ConfigurationError } from '@meishi/core'
import { checkByCore } from './check-by-core.js'
import { checkPlugin } from './check-plugin.js'
import { loadFile } from './load-file.js'
import { PluginError } from './plugin-error.js'
import type { ConfigSource } from './read-source.js'
import { type PluginOptions, translatePlugin } from './translate-plugin.js'

/** What a plugin file does not say. */
export interface PluginSettings {
  /**
   * Keeps the used ids of services that share a replay store apart; counts with `preventJtiReplay: true`.
   * @default 'jwt-plugin'
   * @example loadJwtPlugin({ file: 'payments.yaml' }, { namespace: 'payments' })
   */
  readonly namespace?: string
}

/**
 * Reads a JWT plugin configuration of Alibaba Cloud API Gateway (section 2.3 of its document), YAML or JSON, into
 * options that behave as the gateway does, error codes included. The options are plain data: spread them to add to them.
 *
 * @param source - the text, or `{ file }`
 * @throws PluginError, a ConfigurationError, naming line, column, field and what was expected
 * @example
 * app.use('/api', jwtAuth(loadJwtPlugin({ file: 'jwt-plugin.yaml' })))
 */
export function loadJwtPlugin(source: ConfigSource, settings: PluginSettings = {}): PluginOptions {
  const { namespace = 'jwt-plugin', ...unknown } = settings
  const [other] = Object.keys(unknown)
  if (other !== undefined) throw new ConfigurationError(other, 'unknown setting; known is namespace')
  if (typeof namespace !== 'string') throw new ConfigurationError('namespace', 'expected a string')
  return loadFile(source, PluginError, loadJwtPlugin, (plugin) => {
    checkPlugin(plugin)
    const options = translatePlugin(plugin, namespace)
    checkByCore(options, plugin)
    return options
  })
}
