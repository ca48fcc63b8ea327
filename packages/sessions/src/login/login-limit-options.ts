import type { Seconds } from '@meishi/core'

/** How many failed logins are let through. A login that succeeds does not count. */
export interface LoginLimitOptions {
  /** From one IPv4 address, or one IPv6 network of 64 bits. @default 100 */
  readonly perAddress?: number
  /** For one user, from one address. @default 10 */
  readonly perUserAndAddress?: number
  /** For one user from everywhere, before every further attempt is slowed; it is never refused. @default 20 */
  readonly perUserBeforeSlow?: number
  /** After how long failures are forgotten, 1 to 86400 whole seconds. @default 900 */
  readonly window?: Seconds
  /**
   * How many addresses, as many users, and as many users at addresses a process counts by itself; each takes some 500
   * bytes. Where more come, those are forgotten that have not failed lately. @default 50000
   */
  readonly maxCounted?: number
  /**
   * A client of `ioredis` or `redis`, so that all processes count together. While it is down each counts by itself.
   * @default each process counts by itself
   */
  readonly redis?: object
  /** How the keys on Redis begin. @default 'meishi' */
  readonly prefix?: string
}
