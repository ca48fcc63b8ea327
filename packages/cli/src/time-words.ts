import type { NumericDate, Seconds } from '@meishi/core'

const UNITS: readonly (readonly [seconds: Seconds, name: string])[] = [
  [365 * 86_400, 'year'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** The largest instant that a date of JavaScript can be. */
const LAST_DATE: NumericDate = 8.64e12

/** A duration in its largest unit, or two: `1 hour 30 minutes`. */
export function durationWords(seconds: Seconds): string {
  const whole = Math.round(Math.abs(seconds))
  const at = UNITS.findIndex(([unit]) => whole >= unit)
  if (at < 0) return '0 seconds'
  const [unit, name] = UNITS[at] as (typeof UNITS)[number]
  const rest = whole % unit
  const next = UNITS[at + 1]
  const count = next === undefined ? 0 : Math.floor(rest / next[0])
  const first = plural(Math.floor(whole / unit), name)
  return next === undefined || count === 0 ? first : `${first} ${plural(count, next[1])}`
}

/** An instant as a date, and how far it is from now. */
export function instantWords(instant: unknown, now: NumericDate): string {
  if (typeof instant !== 'number' || !(Math.abs(instant) <= LAST_DATE)) return 'not a time'
  const date = new Date(Math.trunc(instant * 1000)).toISOString().replace('.000Z', 'Z')
  const distance = instant - now
  const words = durationWords(distance)
  if (words === '0 seconds') return `${date}, now`
  return `${date}, ${distance > 0 ? `in ${words}` : `${words} ago`}`
}

const plural = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`
