import type { NumericDate, Seconds } from '../time.js'
import type { FetchedResponse } from './fetch.js'

type Headers = FetchedResponse['headers']

/**
 * How long an answer stays fresh (RFC 9111, section 4.2.1), less what it has spent in other caches. `undefined`
 * where it does not say. What forbids to store counts as no time at all.
 */
export function freshnessOf(headers: Headers): Seconds | undefined {
  const directives = (headers.get('cache-control') ?? '').toLowerCase()
  if (/(?:^|[\s,])no-(?:store|cache)(?:$|[\s,;=])/.test(directives)) return 0
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/.exec(directives)?.[1]
  if (maxAge === undefined) return undefined
  const age = /^\d{1,10}$/.exec((headers.get('age') ?? '').trim())?.[0] ?? '0'
  return Math.max(0, Number(maxAge) - Number(age))
}

/** How long not to ask again (RFC 9110, section 10.2.3): seconds, or a date. */
export function retryAfterOf(headers: Headers, now: NumericDate): Seconds | undefined {
  const value = (headers.get('retry-after') ?? '').trim()
  if (/^\d{1,10}$/.test(value)) return Number(value)
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) / 1000 : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
