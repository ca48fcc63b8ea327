import type { FetchHandler } from '../http/fetch-handler.js'
import { isFunction, isInteger, isList, satisfies } from '../options/expect.js'

const SEGMENTS = /^(?:\/[\w.~-]+)*\/?$/

/** A path whose spelling is the same for every router: nothing to decode, no parameters, no `.` and `..`. */
const isPath = satisfies('a path such as /login, of letters, digits and -._~', (value) => {
  return typeof value === 'string' && value.startsWith('/') && isPlain(value)
})
const isPrefix = satisfies('a path such as /auth, or an empty string', (value) => {
  return typeof value === 'string' && isPlain(value)
})

const isPlain = (path: string): boolean => SEGMENTS.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path)

/**
 * Checks what a handler serves.
 *
 * @throws ConfigurationError
 */
export function checkPaths(paths: readonly string[], path: string): void {
  isList(isPath)(paths, path)
}

/**
 * Returns the paths of a handler.
 *
 * @throws ConfigurationError
 */
export function checkHandler(handler: FetchHandler): readonly string[] {
  isFunction(handler, 'handler')
  checkPaths(handler.paths, 'handler.paths')
  if (handler.maxBodyBytes !== undefined)
    isInteger(0, Number.MAX_SAFE_INTEGER)(handler.maxBodyBytes, 'handler.maxBodyBytes')
  return handler.paths
}

/**
 * Returns a prefix without a slash at its end.
 *
 * @throws ConfigurationError
 */
export function checkPrefix(prefix: string): string {
  isPrefix(prefix, 'prefix')
  return prefix.replace(/\/$/, '')
}
