import { ConfigurationError } from '@meishi/core'

/**
 * The format of what stands under our names. A change that an older version would misread gets the next number, and a
 * version reads the format before its own as well.
 */
const FORMAT = 1

const DEFAULT_PREFIX = 'meishi'
const LONGEST_PREFIX = 128

/**
 * Makes the names of one kind of record: `meishi:1:<kind>:{<hash>}`. The braces keep all that belongs to one hash in
 * one slot of a Cluster.
 *
 * @throws ConfigurationError where the prefix has braces, which would put every record into one slot, or white space
 */
export function redisNames(kind: string, prefix: string = DEFAULT_PREFIX): (hash: string) => string {
  if (typeof prefix !== 'string' || prefix.length > LONGEST_PREFIX || !/^[^\s{}\p{C}]+$/u.test(prefix))
    throw new ConfigurationError(
      'prefix',
      `expected 1 to ${LONGEST_PREFIX} characters without spaces and braces`,
    )
  const head = `${prefix}:${FORMAT}:${kind}:`
  return (hash) => `${head}{${hash}}`
}
