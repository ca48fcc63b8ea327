import { isIP } from 'node:net'
import { isPublicAddress } from './public-address.js'

/** What endpoints may be asked. */
export interface EndpointRules {
  readonly allowInsecureHttp: boolean
  /**
   * Hosts that may have a private address, where others may not, because the issuer was named by somebody outside.
   * `undefined`: any address is fine.
   */
  readonly privateHosts: ReadonlySet<string> | undefined
}

/** What is wrong with the URL of an endpoint; nothing where it may be asked (RFC 8414, section 3; RFC 9700). */
export function endpointProblem(text: string, rules: EndpointRules): string | undefined {
  if (!URL.canParse(text)) return 'is no absolute URL'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'carries a user name or a password'
  if (url.hash !== '') return 'has a fragment'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'is no https URL'
  if (isForbiddenAddress(url, rules)) return 'has a private address'
  if (url.protocol === 'http:' && !rules.allowInsecureHttp && !isLoopback(url))
    return 'is no https URL; `allowInsecureHttp: true` lets http pass'
  return undefined
}

/** Whether the host can only be this machine. */
function isLoopback(url: URL): boolean {
  const hostname = url.hostname.replace(/\.$/, '')
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'))
  )
}

/** Host and port, the most that is told of an endpoint. */
export function endpointName(url: URL): string {
  return url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host
}

/**
 * An address that stands in the URL itself is looked up by nobody, so it is judged here; and so are the names of this
 * machine, because a \`fetch\` of the application's own may look up as it likes.
 */
function isForbiddenAddress(url: URL, { privateHosts }: EndpointRules): boolean {
  if (privateHosts === undefined || privateHosts.has(url.hostname)) return false
  if (isLoopback(url)) return true
  const address = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(address) !== 0 && !isPublicAddress(address)
}
