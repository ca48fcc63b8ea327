import { editLines } from './edit-headers.js'
import { queryOf } from './query.js'
import type { RequestSurface } from './request-surface.js'

/** Edits the URL wherever a handler or proxy could read it: `url`, `originalUrl`, and `:path` of HTTP/2. */
export function editUrls(surface: RequestSurface, edit: (url: string) => string): void {
  const { message } = surface
  const changed = surface.originals.filter((holder) => editOriginal(holder, edit))
  const url = edit(message.url ?? '/')
  // Who rewrote `url` may have left the client's value in `originalUrl` alone, of which frameworks keep parts too.
  if (url === message.url && changed.length === 0) return
  message.url = url
  editLines(message.rawHeaders, ':path', edit)
  surface.queryChanged?.(queryOf(url))
}

function editOriginal(holder: object, edit: (url: string) => string): boolean {
  const original: unknown = Reflect.get(holder, 'originalUrl')
  if (typeof original !== 'string') return false
  const value = edit(original)
  if (value === original) return false
  // A getter, as Fastify has one, may remember what it gave to somebody before us.
  if (!Reflect.set(holder, 'originalUrl', value))
    Object.defineProperty(holder, 'originalUrl', { value, writable: true, configurable: true })
  return true
}
