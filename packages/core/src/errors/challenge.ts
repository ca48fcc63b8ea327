/**
 * Builds a `WWW-Authenticate` value (RFC 9110, section 11.6.1). Parameter values are quoted strings;
 * what a quoted string cannot hold is left out.
 */
export function challenge(scheme: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) pairs.push(`${name}="${quotable(value)}"`)
  }
  return pairs.length === 0 ? scheme : `${scheme} ${pairs.join(', ')}`
}

function quotable(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '\\$&')
}
