import { ConfigurationError, type Seconds } from '@meishi/core'
import { checkNames } from '../check-names.js'

/** Settings of `redisRevocationList`. */
export interface RedisRevocationListOptions {
  /**
   * How every key begins. Services with the same prefix on the same Redis share a list; with different prefixes they
   * do not.
   * @default 'meishi'
   */
  readonly prefix?: string
  /**
   * How long a token may live. Entries without `expiresAt` outlive it, and policies that ask this list accept no token
   * that lives longer. `null`: for ever; then such entries never leave. The same for all who share the list.
   * @default 604800
   */
  readonly maxTokenLifetime?: Seconds | null
  /**
   * How many entries that are still alive the list holds. Above it `revoke()` fails: a living entry is never forgotten.
   * The same for all who share the list.
   * @default 1000000
   */
  readonly maxEntries?: number
  /** How often this process asks for changes, 0.02 to 10. What is revoked elsewhere is refused here so soon. @default 0.2 */
  readonly pollInterval?: Seconds
  /**
   * Without contact to Redis for this long, 1 to 3600, the list cannot tell any more. What it knows to be revoked stays
   * refused; for every other token the policy decides (`onUnavailable`).
   * @default 60
   */
  readonly maxSilence?: Seconds
  /** How often the whole list is compared with Redis, 1 to 86400, to find what was lost unseen. @default 300 */
  readonly reconcileInterval?: Seconds
  /** How many changes Redis keeps for those who were away. Who was away for longer reads the whole list. @default 10000 */
  readonly maxChanges?: number
  /** How long one command may take, 0.05 to 60. @default 2 */
  readonly timeout?: Seconds
  /**
   * What to think of a Redis that has no list: `refuse` takes it for lost, and the list cannot tell until a process that
   * knows it gives it back or `confirmEmpty()` is called; `accept` takes it for new. For development.
   * @default 'refuse'
   */
  readonly onEmpty?: 'refuse' | 'accept'
}

const DEFAULTS = {
  prefix: 'meishi',
  maxTokenLifetime: 604_800 as Seconds | null,
  maxEntries: 1_000_000,
  pollInterval: 0.2,
  maxSilence: 60,
  reconcileInterval: 300,
  maxChanges: 10_000,
  timeout: 2,
  onEmpty: 'refuse' as 'refuse' | 'accept',
}

/** Settings with nothing left open. */
export type ListSettings = Readonly<typeof DEFAULTS>

/** For each number: the least, the most, and whether it must be whole. */
const NUMBERS: readonly (readonly [
  name: keyof typeof DEFAULTS,
  least: number,
  most: number,
  isWhole: boolean,
])[] = [
  ['maxTokenLifetime', 0, 1e10, false],
  ['maxEntries', 1, 2 ** 24, true],
  ['pollInterval', 0.02, 10, false],
  ['maxSilence', 1, 3600, false],
  ['reconcileInterval', 1, 86_400, false],
  ['maxChanges', 1, 2 ** 24, true],
  ['timeout', 0.05, 60, false],
]

/**
 * Checks options and fills in what was left out.
 *
 * @throws ConfigurationError naming the option
 */
export function listSettings(options: RedisRevocationListOptions): ListSettings {
  checkNames(options, Object.keys(DEFAULTS))
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const settings: typeof DEFAULTS = { ...DEFAULTS, ...given }
  for (const [name, least, most, isWhole] of NUMBERS) {
    const value: unknown = settings[name]
    if (name === 'maxTokenLifetime' && value === null) continue
    const isGood =
      typeof value === 'number' && value >= least && value <= most && (!isWhole || Number.isInteger(value))
    if (!isGood)
      throw new ConfigurationError(
        name,
        `expected a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`,
      )
  }
  if (settings.onEmpty !== 'refuse' && settings.onEmpty !== 'accept')
    throw new ConfigurationError('onEmpty', 'expected one of refuse, accept')
  return settings
}
