import { SessionError } from '../session-error.js'

/** Room for the longest token that an issuer signs. */
export const MAX_BODY_BYTES = 20_480

/**
 * The JSON object in the body of a request; `undefined` where there is no body.
 *
 * @throws SessionError `body_too_large`, `content_type_refused`, `request_malformed`
 */
export async function readJson(request: Request): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await readText(request)
  if (text === '') return undefined
  const type = request.headers.get('content-type') ?? ''
  // Any other type could come from a form on another site, which no browser asks about first.
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new SessionError('content_type_refused')
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SessionError('request_malformed')
  return value as Readonly<Record<string, unknown>>
}

/** An own member that is text, neither empty nor too long. */
export function textMember(
  object: Readonly<Record<string, unknown>>,
  name: string,
  longest: number,
): string | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '' || value.length > longest || !value.isWellFormed())
    throw new SessionError('request_malformed')
  return value
}

async function readText({ body }: Request): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new SessionError('body_too_large')
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new SessionError('request_malformed')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SessionError('request_malformed')
  }
}
