import { SessionError } from '../session-error.js'
import { readJson, textMember } from './read-json.js'

/** What somebody says who he is. */
export interface Credentials {
  readonly user: string
  readonly password: string
}

const LONGEST_USER = 256
const LONGEST_PASSWORD = 1024

/**
 * User and password of HTTP Basic (RFC 7617) or of the JSON body; `undefined` where there are none.
 *
 * @throws SessionError where they cannot be read, or stand in both places
 */
export async function readCredentials(request: Request): Promise<Credentials | undefined> {
  const body = await readJson(request)
  const basic = readBasic(request.headers.get('authorization'))
  const inBody = body === undefined ? undefined : credentialsOf(body)
  if (basic !== undefined && inBody !== undefined) throw new SessionError('request_malformed')
  return basic ?? inBody
}

function readBasic(header: string | null): Credentials | undefined {
  const [, encoded] = /^basic(?: +(.*))?$/i.exec(header ?? '') ?? []
  if (!/^basic( |$)/i.test(header ?? '')) return undefined
  if (encoded === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
    throw new SessionError('request_malformed')
  const text = decode(Buffer.from(encoded, 'base64'))
  const colon = text.indexOf(':')
  if (colon < 0) throw new SessionError('request_malformed')
  return credentialsOf({ user: text.slice(0, colon), password: text.slice(colon + 1) })
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new SessionError('request_malformed')
  }
}

function credentialsOf(body: Readonly<Record<string, unknown>>): Credentials | undefined {
  const user = textMember(body, 'user', LONGEST_USER)
  const password = textMember(body, 'password', LONGEST_PASSWORD)
  if (user === undefined && password === undefined) return undefined
  if (user === undefined || password === undefined) throw new SessionError('request_malformed')
  return { user, password }
}
