import type { Seconds } from '@meishi/core'
import { SessionError } from '../session-error.js'
import { createLimiter } from './create-limiter.js'
import type { LoginLimitOptions } from './login-limit-options.js'
import { networkOf } from './network-of.js'
import { waitFor } from './wait-for.js'

/** Keeps people from guessing. */
export interface LoginLimits {
  /**
   * Counts an attempt as failed before it is made, so that many at once are not let through together. May wait.
   *
   * @throws SessionError `login_limited`
   */
  enter(user: string, remoteAddress: string | undefined): Promise<void>
  /** It did not fail: either it succeeded, which forgives the failures of this user at this address, or nobody could tell. */
  notFailed(user: string, remoteAddress: string | undefined, hasSucceeded: boolean): Promise<void>
}

const SLOWER_BY: Seconds = 0.5
const SLOWEST: Seconds = 5
/** So many may be waiting: a flood must not fill the process. */
const MOST_WAITING = 1000

/**
 * An address is refused after many failures, a user at one address after few. A user alone is never refused, or anybody
 * could lock him out.
 */
export function limitLogins(options: LoginLimitOptions): LoginLimits {
  const { perAddress = 100, perUserAndAddress = 10, perUserBeforeSlow = 20 } = options
  const addresses = createLimiter('address', perAddress, options)
  const pairs = createLimiter('pair', perUserAndAddress, options)
  const users = createLimiter('user', Number.MAX_SAFE_INTEGER, options)
  let waiting = 0

  const slow = async (failures: number): Promise<void> => {
    const seconds = Math.min(SLOWEST, (failures - perUserBeforeSlow) * SLOWER_BY)
    if (seconds <= 0) return
    if (waiting >= MOST_WAITING) throw new SessionError('login_limited', SLOWEST)
    waiting++
    try {
      await waitFor(seconds)
    } finally {
      waiting--
    }
  }

  return {
    async enter(user, remoteAddress) {
      const network = networkOf(remoteAddress)
      if (network !== undefined) {
        for (const [limiter, name] of [
          [addresses, network],
          [pairs, pairOf(user, network)],
        ] as const) {
          const { refusedFor } = await limiter.count(name)
          if (refusedFor !== undefined) throw new SessionError('login_limited', refusedFor)
        }
      }
      await slow((await users.count(user)).failures)
    },
    async notFailed(user, remoteAddress, hasSucceeded) {
      const network = networkOf(remoteAddress)
      const forgiven = [users.forgive(user, false)]
      if (network !== undefined)
        forgiven.push(addresses.forgive(network, false), pairs.forgive(pairOf(user, network), hasSucceeded))
      await Promise.all(forgiven)
    },
  }
}

const pairOf = (user: string, network: string): string => JSON.stringify([user, network])
