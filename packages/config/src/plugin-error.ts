import { FileError, type Place } from './file-error.js'

/**
 * A plugin configuration that cannot be used. The message names the place, the field and what was expected,
 * never a value of the file.
 *
 * @example
 * try { loadJwtPlugin({ file }) } catch (error) {
 *   if (error instanceof PluginError) console.error(error.file, error.line, error.column, error.path)
 * }
 */
export class PluginError extends FileError {
  /** What Alibaba Cloud API Gateway answers to a broken configuration (its JWT plugin, section 4). */
  readonly gatewayCode = 'I400JP'

  constructor(path: string, problem: string, place: Place) {
    super('JWT plugin configuration', path, problem, place)
  }
}
