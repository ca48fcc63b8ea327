import { ConfigurationError } from '../errors/configuration-error.js'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import { Refusal } from '../errors/refusal.js'
import { cookieValues } from '../http/cookie.js'
import { isRecord } from '../http/overlay.js'
import { queryValues } from '../http/query.js'
import { hasBody, headerValues, mediaType, type RequestView } from '../http/request-view.js'
import { sourceKey, type TokenSource } from '../http/token-source.js'
import { ownMember } from '../jose/own-member.js'
import type { Policy } from '../policy.js'

/** A token as the client presented it. */
export interface PresentedToken {
  readonly text: string
  readonly source: TokenSource
}

/**
 * Finds the one token of a request. None: the sources are absent or empty, or hold another scheme.
 *
 * @param hidden - tokens that an earlier middleware removed from the request, by source
 * @throws {@link Refusal} `request_malformed`: two tokens, two lines, a scheme alone, text after the token;
 *   `token_malformed`: too long
 */
export function extractToken(
  view: RequestView,
  policy: Policy,
  hidden: ReadonlyMap<string, string> | undefined,
): PresentedToken | undefined {
  let found: PresentedToken | undefined
  for (const source of policy.sources) {
    const text = readSource(view, source) ?? hidden?.get(sourceKey(source))
    if (text === undefined) continue
    if (found !== undefined) throw new Refusal('request_malformed')
    found = { text, source }
  }
  if (found !== undefined && found.text.length > policy.maxTokenBytes) {
    throw new Refusal('token_malformed', { length: found.text.length })
  }
  return found
}

function readSource(view: RequestView, source: TokenSource): string | undefined {
  if ('header' in source) return readHeader(view, source.header, source.scheme)
  if ('query' in source) return single(queryValues(view.url ?? '', source.query))
  if ('cookie' in source) return single(cookieValues(view.rawHeaders, source.cookie))
  return readForm(view, source.form)
}

function single(values: readonly unknown[]): string | undefined {
  const [value] = values
  if (values.length === 0 || (values.length === 1 && value === '')) return undefined
  if (values.length > 1 || typeof value !== 'string') throw new Refusal('request_malformed')
  return value
}

function readHeader(view: RequestView, name: string, scheme: string | undefined): string | undefined {
  const value = single(headerValues(view.rawHeaders, name))
  if (value === undefined) return undefined
  const token = scheme === undefined ? value : afterScheme(value, scheme)
  if (token !== undefined && SEPARATORS.some((separator) => token.includes(separator)))
    throw new Refusal('request_malformed')
  return token
}

/** What stands between the parts of a header's value (RFC 9110, sections 5.6.1 and 5.6.3), or is taken for it. */
const SEPARATORS = [' ', ',', '\t', '\xa0']

const SPACE = 0x20
/** With one of these behind it, what looked like the scheme is the beginning of another. */
const SCHEME_CHARACTER = /[\w!#$%&'*+.^`|~-]/

/** What follows the scheme, in any case, and one or more spaces (RFC 9110, section 11.4). */
function afterScheme(value: string, scheme: string): string | undefined {
  const end = scheme.length
  if (!value.startsWith(scheme) && value.slice(0, end).toLowerCase() !== scheme.toLowerCase())
    return undefined
  if (SCHEME_CHARACTER.test(value.charAt(end))) return undefined
  let start = end
  while (value.charCodeAt(start) === SPACE) start++
  if (start === end || start === value.length) throw new Refusal('request_malformed')
  return value.slice(start)
}

function readForm(view: RequestView, name: string): string | undefined {
  if (mediaType(view) !== 'application/x-www-form-urlencoded' || !hasBody(view)) return undefined
  if (!isRecord(view.body))
    throw new MisconfiguredError(new ConfigurationError('token.form', 'nobody parsed the form body'))
  const value = ownMember(view.body, name)
  return value === undefined ? undefined : single(Array.isArray(value) ? value : [value])
}
