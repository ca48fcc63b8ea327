import { isRecord } from './overlay.js'

/**
 * What the core reads of a request. Node's own message is one as it stands, so that an upgrade request
 * can be authenticated without a framework; adapters add what their framework knows.
 */
export interface RequestView {
  readonly method?: string | undefined
  /** Path and query as received. */
  readonly url?: string | undefined
  /** Header lines as received: name, value, name, value. Frameworks hide a second `Authorization`; these do not. */
  readonly rawHeaders: readonly string[]
  /** The parsed body; `undefined` where nobody has parsed one. */
  readonly body?: unknown
  /** Node's raw message, the identity of the request. Without it the view itself is the identity. */
  readonly message?: object
  /** Name of the route, for decision records. */
  readonly route?: string | undefined
}

/** Every value of one header, in the order of its lines. `name` is in lower case. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const line = rawHeaders[at] as string
    if (line.length === name.length && line.toLowerCase() === name) values.push(rawHeaders[at + 1] as string)
  }
  return values
}

/** The first value of a header, or `undefined`. `name` is in lower case. */
export function headerValue(rawHeaders: readonly string[], name: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const line = rawHeaders[at] as string
    if (line.length === name.length && line.toLowerCase() === name) return rawHeaders[at + 1]
  }
  return undefined
}

/** The media type of the body, in lower case and without parameters. */
export function mediaType(view: RequestView): string {
  const value = headerValue(view.rawHeaders, 'content-type') ?? ''
  return (value.split(';', 1)[0] as string).trim().toLowerCase()
}

/** Whether the request carries a body (RFC 9112, section 6.3; RFC 9113, section 8.1), or one was parsed. */
export function hasBody(view: RequestView): boolean {
  const { rawHeaders } = view
  if (headerValue(rawHeaders, 'transfer-encoding') !== undefined) return true
  const length = headerValue(rawHeaders, 'content-length')
  if (length !== undefined) return Number(length) !== 0
  if (view.body !== undefined && !isEmptyObject(view.body)) return true
  const isHttp2 = headerValue(rawHeaders, ':method') !== undefined
  return isHttp2 && headerValue(rawHeaders, 'content-type') !== undefined
}

const isEmptyObject = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0

/** Whether a media type is that of JSON (RFC 6839, section 3.1). */
export const isJsonType = (type: string): boolean => /^application\/(?:[^/]+\+)?json$/.test(type)
