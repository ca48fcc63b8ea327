export { loadJwtPlugin, type PluginSettings } from './load-jwt-plugin.js'
export { PluginError } from './plugin-error.js'
export type { PluginSource } from './read-source.js'
export type { PluginOptions } from './translate-plugin.js'
