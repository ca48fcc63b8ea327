import { ConfigurationError } from '@meishi/core'

/**
 * The format of what stands under our names. A change that an older version would misread gets the next number. A
 * version reads the format before its own as well, and refuses to work beside a newer one.
 */
export const FORMAT = 1

const DEFAULT_PREFIX = 'meishi'
const LONGEST_PREFIX = 128

/**
 * Makes the names of one kind of record: `meishi:1:<kind>:{<hash>}`. The braces keep all that belongs to one hash in
 * one slot of a Cluster.
 *
 * @throws ConfigurationError where the prefix has braces, which would put every record into one slot, or white space
 */
export function redisNames(kind: string, prefix: string = DEFAULT_PREFIX): (hash: string) => string {
  checkPrefix(prefix)
  const head = `${prefix}:${FORMAT}:${kind}:`
  return (hash) => `${head}{${hash}}`
}

/**
 * The name of a string with the newest format that is in use under a prefix, a number. Nobody writes it for the first;
 * a version with a newer format writes it two minutes before its first record, so that those that cannot read it stop.
 */
export function formatName(prefix: string = DEFAULT_PREFIX): string {
  checkPrefix(prefix)
  return `${prefix}:format`
}

function checkPrefix(prefix: unknown): void {
  if (typeof prefix !== 'string' || prefix.length > LONGEST_PREFIX || !/^[^\s{}\p{C}]+$/u.test(prefix))
    throw new ConfigurationError(
      'prefix',
      `expected 1 to ${LONGEST_PREFIX} characters without spaces and braces`,
    )
}
