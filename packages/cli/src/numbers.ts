import { usage } from './failures.js'

/** @throws Failure (2) */
export function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw usage(`--${flag} needs a whole number`)
  return Number(text)
}
