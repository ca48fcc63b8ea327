import { decodeQueryText, foldParameterName } from './fold-name.js'

/** One `name=value` of a query, as written and as read. */
interface QueryPair {
  readonly text: string
  /** `undefined` where an escape is broken. */
  readonly name: string | undefined
}

/** Every value of one query parameter whose name is exactly `name` once decoded; `undefined` for a broken escape. */
export function queryValues(url: string, name: string): (string | undefined)[] {
  const values: (string | undefined)[] = []
  for (const pair of pairsOf(queryOf(url))) {
    if (pair.name === name) values.push(decodeQueryText(pair.text.slice(nameLength(pair.text) + 1)))
  }
  return values
}

/** The URL without the parameters that any parser could file under one of the folded names. */
export function removeFromQuery(url: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return url
  const query = queryOf(url)
  const kept = query.split('&').map((part) => withoutNames(part, names))
  const rest = kept.filter((part) => part !== undefined).join('&')
  if (query === rest && !url.includes('#')) return url
  return withQuery(url, rest)
}

/** The URL with a parameter added at the end. */
export function addToQuery(url: string, name: string, value: string): string {
  const query = queryOf(url)
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
  return withQuery(url, query === '' ? pair : `${query}&${pair}`)
}

/** Some servers also split at `;`, so what stands behind one is a parameter of its own. */
function withoutNames(part: string, names: ReadonlySet<string>): string | undefined {
  const rest = part.split(';').filter((piece) => {
    const { name } = pairOf(piece)
    return name !== undefined && !names.has(foldParameterName(name))
  })
  return rest.length === 0 ? undefined : rest.join(';')
}

function pairsOf(query: string): QueryPair[] {
  return query === '' ? [] : query.split('&').map(pairOf)
}

function pairOf(text: string): QueryPair {
  return { text, name: decodeQueryText(text.slice(0, nameLength(text))) }
}

function nameLength(text: string): number {
  const end = text.indexOf('=')
  return end < 0 ? text.length : end
}

/** A request target has no fragment (RFC 9112, section 3.2); what somebody sends as one is dropped. */
const SPLIT = /^([^?#]*)(?:\?([^#]*))?/

/** The query of a URL, without the `?`. */
export function queryOf(url: string): string {
  return SPLIT.exec(url)?.[2] ?? ''
}

function withQuery(url: string, query: string): string {
  const path = SPLIT.exec(url)?.[1] ?? ''
  return query === '' ? path : `${path}?${query}`
}
