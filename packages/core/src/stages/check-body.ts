import { ConfigurationError } from '../errors/configuration-error.js'
import { MisconfiguredError } from '../errors/misconfigured-error.js'
import { Refusal } from '../errors/refusal.js'
import type { MappedNames } from '../http/mapped-names.js'
import { isRecord, isStream } from '../http/overlay.js'
import { hasBody, isJsonType, mediaType, type RequestView } from '../http/request-view.js'

/**
 * Makes sure that claims can be written into the body, where any are mapped to it: there is none, or it is a form or a JSON object that
 * somebody has parsed.
 *
 * @param hasClaims - an earlier middleware has written claims into it, so it can take some
 * @throws {@link Refusal} `media_type_refused`; {@link MisconfiguredError} where nobody parsed the body
 */
export function checkBody(view: RequestView | undefined, names: MappedNames, hasClaims = false): void {
  if (names.form.size === 0 || hasClaims || view === undefined || !hasBody(view)) return
  const type = mediaType(view)
  if (type !== 'application/x-www-form-urlencoded' && !isJsonType(type))
    throw new Refusal('media_type_refused')
  if (view.body === undefined || isStream(view.body)) {
    throw new MisconfiguredError(
      new ConfigurationError(
        'claimMapping',
        'maps to the form, but nobody parsed the body: mount a body parser first',
      ),
    )
  }
  if (!isRecord(view.body)) throw new Refusal('media_type_refused')
}

/**
 * Whether there is a form to map claims into, or one can be made. A `GET` or `HEAD` without a body has none: nobody expects
 * it (RFC 9110, section 9.3.1), and a proxy behind us would have to send it on.
 */
export function takesForm(view: RequestView | undefined): boolean {
  return view === undefined || (view.method !== 'GET' && view.method !== 'HEAD') || hasBody(view)
}
