import { headerValues } from './request-view.js'

/** Every value of one cookie, its name matched exactly (RFC 6265, section 5.4). HTTP/2 sends several lines. */
export function cookieValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = []
  for (const line of headerValues(rawHeaders, 'cookie')) {
    for (const pair of line.split(';')) {
      if (cookieName(pair) === name) values.push(pair.slice(pair.indexOf('=') + 1).trim())
    }
  }
  return values
}

/** A cookie line without one cookie. Empty where nothing is left. */
export function removeFromCookieLine(line: string, name: string): string {
  const kept = line.split(';').filter((pair) => cookieName(pair) !== name)
  return kept.join(';').trim()
}

function cookieName(pair: string): string | undefined {
  const end = pair.indexOf('=')
  return end < 0 ? undefined : pair.slice(0, end).trim()
}
