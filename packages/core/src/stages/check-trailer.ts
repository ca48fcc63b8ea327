import { Refusal } from '../errors/refusal.js'
import { foldHeaderName } from '../http/fold-name.js'
import { headerValues, type RequestView } from '../http/request-view.js'

/**
 * Refuses a request that announces a trailer under a name claims are mapped to: a proxy could merge it into the headers.
 *
 * @throws {@link Refusal} `request_malformed`
 */
export function checkTrailer(view: RequestView, names: ReadonlySet<string>): void {
  if (names.size === 0) return
  for (const line of headerValues(view.rawHeaders, 'trailer')) {
    if (line.split(',').some((name) => names.has(foldHeaderName(name.trim()))))
      throw new Refusal('request_malformed')
  }
}
