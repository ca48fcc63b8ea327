import { RequestBodyError } from '../errors/request-body-error.js'
import { isRecord } from '../http/overlay.js'
import { isJsonType } from '../http/request-view.js'

/**
 * Writes down again what a body parser has read. An object under another type than a form's becomes JSON: the handler
 * judges the type by the header, which stays.
 *
 * @throws RequestBodyError where it is nested too deeply
 */
export function encodeBody(body: unknown, type: string): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body)
  try {
    return new TextEncoder().encode(textOf(body, type))
  } catch {
    throw new RequestBodyError('body_malformed')
  }
}

function textOf(body: unknown, type: string): string {
  if (type === 'application/x-www-form-urlencoded' && isRecord(body))
    return String(new URLSearchParams([...pairsOf(body, '')]))
  if (typeof body === 'string' && (!isJsonType(type) || isJsonText(body))) return body
  return JSON.stringify(body) ?? ''
}

/** A parser for JSON hands on the text within the quotes, one for text the quotes too. */
function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The fields of a form, nested ones as parsers of `a[b]=c` read them. */
function* pairsOf(value: unknown, name: string): Generator<[string, string]> {
  if (Array.isArray(value)) {
    for (const item of value) yield* pairsOf(item, isRecord(item) ? `${name}[]` : name)
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value))
      yield* pairsOf(item, name === '' ? key : `${name}[${key}]`)
  } else {
    yield [name, String(value ?? '')]
  }
}
