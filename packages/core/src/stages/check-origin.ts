import { Refusal } from '../errors/refusal.js'
import { headerValue, type RequestView } from '../http/request-view.js'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a cookie credential on a request that another site's page could have sent: on anything but a safe method,
 * and on every WebSocket upgrade, the browser must say that the page is of the same origin (Fetch Metadata),
 * or, where it says nothing, the origin must be a configured one.
 *
 * @throws {@link Refusal} `csrf_refused`
 */
export function checkOrigin(view: RequestView, origins: ReadonlySet<string>): void {
  const isSafe = SAFE_METHODS.has(view.method ?? '') && headerValue(view.rawHeaders, 'upgrade') === undefined
  if (isSafe) return
  const site = headerValue(view.rawHeaders, 'sec-fetch-site')
  const origin = headerValue(view.rawHeaders, 'origin')
  const isOurs = site === undefined ? origin !== undefined && origins.has(origin) : site === 'same-origin'
  if (!isOurs) throw new Refusal('csrf_refused')
}
