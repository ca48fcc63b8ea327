import type { Assignment } from './claim-mapping.js'
import { removeFromCookieLine } from './http/cookie.js'
import { editHeader, removeHeaders, setHeader } from './http/edit-headers.js'
import { editUrls } from './http/edit-urls.js'
import { foldHeaderName, foldParameterName } from './http/fold-name.js'
import type { MappedNames } from './http/mapped-names.js'
import { isOverlaid, isRecord, overlay, refuseMembers, writable } from './http/overlay.js'
import { addToQuery, removeFromQuery } from './http/query.js'
import type { RequestSurface } from './http/request-surface.js'
import { sourceKey, type TokenSource } from './http/token-source.js'
import { type MappedState, mappedState, type Overlaid, requestState } from './request-state.js'

/**
 * Removes what the client sent under any name that claims are mapped to, on every surface and in every spelling.
 * What meishi itself wrote earlier on this request stays.
 */
export function strip(surface: RequestSurface, names: MappedNames): void {
  if (names.header.size + names.query.size + names.path.size + names.form.size === 0) return
  const mapped = mappedState(requestState(surface.message))
  removeHeaders(surface.message, without(names.header, mapped.header))
  stripQuery(surface, without(names.query, mapped.query))
  if (names.path.size > 0) overlayParams(surface, mapped.params, names.path)
  if (names.form.size > 0) overlayBody(surface, mapped.form, names.form)
}

/** Writes mapped claims into the request. What the client sent under these names has been stripped before. */
export function assign(surface: RequestSurface, assignments: readonly Assignment[]): void {
  if (assignments.length === 0) return
  const mapped = mappedState(requestState(surface.message))
  for (const assignment of assignments) WRITERS[assignment.location](surface, mapped, assignment)
}

/**
 * Removes tokens from every source, before anything downstream sees them.
 *
 * @param presented - the source that the accepted token stood in, where a later middleware still finds it
 */
export function hideTokens(
  surface: RequestSurface,
  sources: readonly TokenSource[],
  presented: TokenSource,
): void {
  if (sources.length === 0) return
  const state = requestState(surface.message)
  state.hidden ??= new Map()
  if (state.proof !== undefined) state.hidden.set(sourceKey(presented), state.proof.text)
  for (const source of sources) hideToken(surface, source)
}

function hideToken(surface: RequestSurface, source: TokenSource): void {
  const { message } = surface
  if ('header' in source) removeHeaders(message, new Set([foldHeaderName(source.header)]))
  else if ('query' in source) stripQuery(surface, new Set([foldParameterName(source.query)]))
  else if ('cookie' in source) hideCookie(surface, source.cookie)
  else overlayBody(surface, mappedState(requestState(message)).form, [foldParameterName(source.form)])
}

function hideCookie({ message, cookies }: RequestSurface, name: string): void {
  editHeader(message, 'cookie', (line) => removeFromCookieLine(line, name) || undefined)
  for (const parsed of cookies) if (isRecord(parsed)) delete parsed[name]
}

const WRITERS: Record<
  Assignment['location'],
  (surface: RequestSurface, mapped: MappedState, one: Assignment) => void
> = {
  header({ message }, mapped, { name, value }) {
    setHeader(message, name, value)
    mapped.header.add(foldHeaderName(name))
  },
  query(surface, mapped, { name, value }) {
    const folded = foldParameterName(name)
    editUrls(surface, (url) => addToQuery(removeFromQuery(url, new Set([folded])), name, value))
    surface.writeQuery?.(name, value)
    mapped.query.add(folded)
  },
  path(surface, mapped, { name, value }) {
    mapped.params.values.set(name, value)
    overlayParams(surface, mapped.params, new Set([name]))
  },
  form(surface, mapped, { name, value }) {
    mapped.form.values.set(name, value)
    if (Reflect.get(surface.bodies[0], 'body') === undefined) Reflect.set(surface.bodies[0], 'body', {})
    overlayBody(surface, mapped.form, new Set([foldParameterName(name)]))
  },
}

function stripQuery(surface: RequestSurface, names: ReadonlySet<string>): void {
  if (names.size === 0) return
  editUrls(surface, (url) => removeFromQuery(url, names))
  const parsed = surface.parsedQuery?.()
  if (!isRecord(parsed)) return
  for (const name of Object.keys(parsed)) if (names.has(foldParameterName(name))) delete parsed[name]
}

function overlayParams(surface: RequestSurface, overlaid: Overlaid, names: Iterable<string>): void {
  for (const name of names) overlaid.removed.add(name)
  for (const holder of surface.params) layOver(holder, 'params', overlaid, (name) => name)
}

function overlayBody(surface: RequestSurface, overlaid: Overlaid, names: Iterable<string>): void {
  for (const name of names) overlaid.removed.add(name)
  for (const holder of surface.bodies) layOver(holder, 'body', overlaid, foldParameterName)
}

/** Installs the accessor, or assigns the value to itself, which lays the present names over it. */
function layOver(holder: object, key: string, overlaid: Overlaid, fold: (name: string) => string): void {
  if (isOverlaid(holder, key, overlaid.holders.get(holder))) {
    Reflect.set(holder, key, Reflect.get(holder, key))
    return
  }
  const isRefused = (name: string): boolean => overlaid.removed.has(fold(name))
  const get = overlay(holder, key, (value) => (isRecord(value) ? lay(value, overlaid, isRefused) : value))
  overlaid.holders.set(holder, get)
}

function lay(
  value: Record<string, unknown>,
  { values }: Overlaid,
  isRefused: (name: string) => boolean,
): object {
  const record = writable(value)
  for (const name of Object.keys(record)) {
    if (isRefused(name)) delete record[name]
  }
  for (const [name, written] of values) record[name] = written
  return Object.keys(record).length === 0 ? refuseMembers(record, isRefused) : record
}

function without(names: ReadonlySet<string>, written: ReadonlySet<string>): ReadonlySet<string> {
  return written.size === 0 ? names : new Set([...names].filter((name) => !written.has(name)))
}
