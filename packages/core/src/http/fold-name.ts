/** The many spellings of one header name that some server takes for the same: lower case, `-` for all but letters and digits. */
export function foldHeaderName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '-')
}

/**
 * The name under which parsers file a query or form parameter, in lower case: brackets and dots open a nested
 * value (qs takes `[id]` and `id[x]` for `id` alike), a NUL ends the name.
 */
export function foldParameterName(name: string): string {
  const start = /^[[.?\s]*/.exec(name)?.[0].length ?? 0
  return (name.slice(start).split(/[[\].\0]/, 1)[0] as string).toLowerCase()
}

/** A query name as parsers decode it: `+` is a space. `undefined` where an escape is broken. */
export function decodeQueryText(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
