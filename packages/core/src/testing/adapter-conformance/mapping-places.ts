import type { MappingTarget } from '../../claim-mapping.js'
import { foldHeaderName } from '../../http/fold-name.js'
import type { Seen } from './bench.js'
import type { RawRequest } from './raw-http.js'
import type { AdapterFeature } from './scenario.js'

/** A place that `sub` is mapped to as `user`, where clients send a value of their own, and what is beside it. */
export interface Place {
  readonly name: string
  readonly needs: readonly AdapterFeature[]
  readonly to: MappingTarget
  readonly request: RawRequest
  /** Where a handler could find the client's value. */
  readonly surfaces: readonly string[]
  /** What a handler reads under the mapped name, by surface. */
  readonly read: (seen: Seen) => Readonly<Record<string, unknown>>
  /** What the client sent beside it, which stays. */
  readonly beside?: (seen: Seen) => unknown
}

/** What clients send wherever they may not. */
const FOREIGN = 'evil'
/** What they send beside it. */
export const KEPT = 'kept'

const HEADER = {
  needs: [],
  to: { header: 'X-User' },
  surfaces: ['headers', 'rawHeaders', 'headersDistinct'],
  read: (seen: Seen) => ({
    headers: seen.headers['x-user'],
    rawHeaders: allOf(linesOf(seen, 'x-user')),
  }),
  beside: (seen: Seen) => seen.headers['x-kept'],
}
const QUERY = {
  to: { query: 'user' },
  request: { target: `/target?user=${FOREIGN}&kept=${KEPT}&USER=${FOREIGN}&user%5B0%5D=${FOREIGN}` },
  surfaces: ['url', 'originalUrl', 'query'],
}

export const PLACES: readonly Place[] = [
  {
    ...HEADER,
    name: 'header',
    request: { lines: [`X-User: ${FOREIGN}`, `X-Kept: ${KEPT}`, `x_user: ${FOREIGN}`, `X-USER: ${FOREIGN}`] },
  },
  {
    ...HEADER,
    name: 'header that Connection names',
    request: { lines: ['Connection: X-User, x-other', `X-User: ${FOREIGN}`, `X-Kept: ${KEPT}`] },
    // A proxy would delete the mapped header with it.
    surfaces: [...HEADER.surfaces, 'Connection'],
  },
  {
    ...QUERY,
    name: 'query of the URL',
    needs: [],
    read: ({ url }) => ({ url: allOf(queryOf(url).getAll('user')) }),
    beside: ({ url }) => queryOf(url).get('kept'),
  },
  {
    ...QUERY,
    name: 'parsed query',
    needs: ['query'],
    read: ({ query }) => ({ query: query?.user }),
    beside: ({ query }) => query?.kept,
  },
  {
    name: 'path parameter',
    needs: ['params'],
    to: { path: 'user' },
    request: { target: `/target/${FOREIGN}` },
    surfaces: ['params'],
    read: ({ params }) => ({ params: params?.user }),
  },
  {
    name: 'form',
    needs: ['body'],
    to: { form: 'user' },
    request: {
      method: 'POST',
      lines: ['Content-Type: application/x-www-form-urlencoded'],
      body: `user=${FOREIGN}&kept=${KEPT}&USER=${FOREIGN}`,
    },
    surfaces: ['body'],
    read: ({ body }) => ({ body: body?.user }),
    beside: ({ body }) => body?.kept,
  },
]

/** The surfaces on which the client's value, or a `Connection` that names the header, is still to be found. */
export function tracesOf({ surfaces }: Place, seen: Seen): readonly string[] {
  return surfaces.filter((surface) => {
    if (surface !== 'Connection') return JSON.stringify(Reflect.get(seen, surface) ?? null).includes(FOREIGN)
    const lines = [seen.headers.connection ?? '', ...linesOf(seen, 'connection')]
    return lines.some((line) => line.split(',').some((one) => foldHeaderName(one.trim()) === 'x-user'))
  })
}

function linesOf({ rawHeaders }: Seen, name: string): readonly string[] {
  return rawHeaders.filter((_line, at) => at % 2 === 1 && foldHeaderName(rawHeaders[at - 1] ?? '') === name)
}

const queryOf = (url: string): URLSearchParams => new URL(url, 'http://service.test').searchParams

/** The one value, or all of them where only one may be. */
function allOf(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(' and ')
}
