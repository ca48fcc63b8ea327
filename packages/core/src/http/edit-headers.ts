import type { IncomingHttpHeaders } from 'node:http'
import { foldHeaderName } from './fold-name.js'

/** The parts of Node's request message that hold its headers. */
export interface HeaderHolder {
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: string[]
  readonly headersDistinct?: NodeJS.Dict<string[]>
}

/**
 * Removes every header whose folded name is among `names` from all surfaces on which a handler or a proxy could
 * read it, and from the tokens of `Connection`, which would make a proxy delete the header that is mapped later.
 */
export function removeHeaders(message: HeaderHolder, names: ReadonlySet<string>): void {
  if (names.size === 0 || !isConcerned(message, names)) return
  const { headers, rawHeaders, headersDistinct } = readAll(message)
  keepLines(rawHeaders, (name, value) => {
    if (names.has(foldHeaderName(name))) return undefined
    return name.toLowerCase() === 'connection' ? withoutTokens(value, names) : value
  })
  for (const name of Object.keys(headers)) {
    if (names.has(foldHeaderName(name))) delete headers[name]
  }
  for (const name of Object.keys(headersDistinct)) {
    if (names.has(foldHeaderName(name))) delete headersDistinct[name]
  }
  if (headers.connection !== undefined) replaceConnection(headers, headersDistinct, names)
}

/** Sets one header on all surfaces. */
export function setHeader(message: HeaderHolder, name: string, value: string): void {
  removeHeaders(message, new Set([foldHeaderName(name)]))
  const { headers, rawHeaders, headersDistinct } = readAll(message)
  rawHeaders.push(name, value)
  headers[name.toLowerCase()] = value
  headersDistinct[name.toLowerCase()] = [value]
}

/** Changes or drops (`undefined`) the values of one header on all surfaces. `name` is in lower case. */
export function editHeader(
  message: HeaderHolder,
  name: string,
  edit: (value: string) => string | undefined,
): void {
  const { headers, rawHeaders, headersDistinct } = readAll(message)
  keepLines(rawHeaders, (line, value) => (line.toLowerCase() === name ? edit(value) : value))
  const value = headers[name]
  const edited = typeof value === 'string' ? edit(value) : undefined
  if (edited === undefined) delete headers[name]
  else headers[name] = edited
  const distinct = (headersDistinct[name] ?? []).map(edit).filter((one) => one !== undefined)
  if (distinct.length === 0) delete headersDistinct[name]
  else headersDistinct[name] = distinct
}

/** Edits the lines of one name in the raw headers, where there are any. */
export function editLines(rawHeaders: string[], name: string, edit: (value: string) => string): void {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at] === name) rawHeaders[at + 1] = edit(rawHeaders[at + 1] as string)
  }
}

function isConcerned({ headers, rawHeaders }: HeaderHolder, names: ReadonlySet<string>): boolean {
  // A request that no parser of Node's made, such as that of a serverless bridge, may have no raw headers.
  if (rawHeaders.length === 0) return Object.keys(headers).length > 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const folded = foldHeaderName(rawHeaders[at] as string)
    if (names.has(folded) || folded === 'connection') return true
  }
  return false
}

/** Node makes `headers` and `headersDistinct` from `rawHeaders` when first read: they are read before it changes. */
function readAll(message: HeaderHolder): Required<HeaderHolder> {
  const { headers, headersDistinct = {} } = message
  return { headers, headersDistinct, rawHeaders: message.rawHeaders }
}

/** Rewrites the lines in place, because others may hold the same array. */
function keepLines(rawHeaders: string[], keep: (name: string, value: string) => string | undefined): void {
  let end = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    const value = keep(name, rawHeaders[at + 1] as string)
    if (value === undefined) continue
    rawHeaders[end] = name
    rawHeaders[end + 1] = value
    end += 2
  }
  rawHeaders.length = end
}

/** The list of a `Connection` header without the given names; `undefined` where nothing is left. */
function withoutTokens(value: string, names: ReadonlySet<string>): string | undefined {
  const tokens = value.split(',').map((token) => token.trim())
  const kept = tokens.filter((token) => !names.has(foldHeaderName(token)))
  if (kept.length === tokens.length) return value
  return kept.length === 0 ? undefined : kept.join(', ')
}

function replaceConnection(
  headers: IncomingHttpHeaders,
  distinct: NodeJS.Dict<string[]>,
  names: ReadonlySet<string>,
): void {
  const kept = withoutTokens(headers.connection as string, names)
  if (kept === headers.connection) return
  if (kept === undefined) {
    delete headers.connection
    delete distinct.connection
  } else {
    headers.connection = kept
    distinct.connection = [kept]
  }
}
