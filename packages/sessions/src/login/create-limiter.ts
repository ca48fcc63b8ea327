import type { Seconds } from '@meishi/core'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { hashToken } from '../tokens/hash-token.js'
import { type Counts, countHere } from './count-here.js'
import type { LoginLimitOptions } from './login-limit-options.js'

/** Counts failures of one kind. */
export interface Limiter {
  /** Counts one. @returns how many there are, and, where they are too many, how long none is let through */
  count(name: string): Promise<{ readonly failures: number; readonly refusedFor?: Seconds }>
  /** Takes back what was counted for somebody who succeeded. */
  forgive(name: string, isAll: boolean): Promise<void>
}

/** How long Redis may take, before this process counts by itself. */
const TIMEOUT: Seconds = 0.25

/** A limiter over Redis where there is one, and within this process where there is none or it does not answer. */
export function createLimiter(
  kind: string,
  points: number,
  { redis, window: duration = 900, prefix = 'meishi', maxCounted = 50_000 }: LoginLimitOptions,
): Limiter {
  const settings = { points, duration, keyPrefix: `${prefix}:1:login-${kind}` }
  const here = countHere(settings, maxCounted)
  const shared =
    redis === undefined
      ? undefined
      : new RateLimiterRedis({
          ...settings,
          storeClient: redis,
          useRedisPackage: !('call' in redis),
          rejectIfRedisNotReady: true,
        })
  const ask = async <Answer>(act: (library: Counts) => Promise<Answer>): Promise<Answer> => {
    if (shared === undefined) return act(here)
    try {
      return await within(act(shared))
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error
      return act(here)
    }
  }
  return {
    async count(name) {
      try {
        return { failures: (await ask((library) => library.consume(hashToken(name)))).consumedPoints }
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        return { failures: error.consumedPoints, refusedFor: error.msBeforeNext / 1000 }
      }
    },
    async forgive(name, isAll) {
      const key = hashToken(name)
      await ask<unknown>((library) => (isAll ? library.delete(key) : library.reward(key)))
    },
  }
}

function within<Answer>(work: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const expire = (): void => reject(new Error(`no answer within ${TIMEOUT} seconds`))
    const timer = setTimeout(expire, TIMEOUT * 1000).unref()
    work.finally(() => clearTimeout(timer)).then(resolve, reject)
  })
}
