import { type RequestSurface, type RequestView, strip } from '../../src/adapter.js'
import { type Message, RIGHT_PARTS } from '../http-adapter.js'
import type { BrokenAdapter } from './broken-adapter.js'

const { protect, surface, view } = RIGHT_PARTS

const surfaceBut = (change: Partial<RequestSurface>) => ({
  surface: (message: Message): RequestSurface => ({ ...surface(message), ...change }),
})
const viewBut = (change: (message: Message) => Partial<RequestView>) => ({
  view: (message: Message): RequestView => ({ ...view(message), ...change(message) }),
})

/** Node's own view of the headers, as lines. */
const joined = ({ headers }: Message): string[] =>
  Object.entries(headers).flatMap(([name, value]) => [name, String(value)])

/** Faults in what the core is given to read and to edit. */
export const BROKEN_SURFACES: readonly BrokenAdapter[] = [
  {
    name: 'makes raw headers of those that Node has joined',
    parts: viewBut((message) => ({ rawHeaders: joined(message) })),
    foundBy: /two Authorization/,
  },
  {
    name: 'shows the core no header but that with the token',
    parts: viewBut(({ headers: { authorization } }) => ({
      rawHeaders: authorization === undefined ? [] : ['Authorization', authorization],
    })),
    foundBy: /Trailer|a header of its own|a cookie|^answers 415/,
  },
  {
    name: 'shows the core no URL',
    parts: viewBut(() => ({ url: '/' })),
    foundBy: /token in the query/,
  },
  {
    name: 'shows the core no body',
    parts: viewBut(() => ({ body: undefined })),
    foundBy: /token in the form|from the form: an accepted/,
  },
  {
    name: 'shows the core another message each time',
    parts: { view: (message) => ({ ...view(message), message: {} }) },
    foundBy: /^spends a token once/,
  },
  {
    name: 'lets the core edit a copy of the message',
    parts: {
      surface(message) {
        const { headers, rawHeaders, url } = message
        return { ...surface(message), message: { headers: { ...headers }, rawHeaders: [...rawHeaders], url } }
      },
    },
    foundBy: /value from the (header|query)|token in (Authorization|the query where)|^keeps/,
  },
  {
    name: 'does not protect, but only authenticates',
    parts: {
      protect: (handle, _surface, given) => handle.authenticate(given),
    },
    foundBy: /value from|^(accepts|hides|makes|keeps)/,
  },
  {
    name: 'strips and authenticates, but maps nothing',
    parts: {
      protect(handle, given, view) {
        strip(given, handle.mappedNames)
        return handle.authenticate(view)
      },
    },
    foundBy: /an accepted caller|^(hides|makes|keeps)/,
  },
  {
    name: 'leaves requests without a token alone',
    parts: {
      async protect(handle, ...rest) {
        const outcome = await handle.authenticate({ ...rest[1], message: {} })
        return outcome.status === 'anonymous' ? outcome : protect(handle, ...rest)
      },
    },
    foundBy: /(an anonymous caller|an open route)$/,
  },
  {
    name: 'keeps the query that it has parsed before',
    parts: surfaceBut({ parsedQuery: () => undefined, queryChanged: () => {} }),
    foundBy: /parsed query|token in the query where/,
  },
  {
    name: 'forgets the original URL',
    parts: surfaceBut({ originals: [] }),
    foundBy: /query of the URL|token in the query where/,
  },
  { name: 'forgets the path parameters', parts: surfaceBut({ params: [] }), foundBy: /path parameter/ },
  {
    name: 'forgets the body',
    parts: surfaceBut({ bodies: [{}] }),
    foundBy: /from the form|^makes a body|token in the form where/,
  },
  {
    name: 'forgets the cookies',
    parts: surfaceBut({ cookies: [] }),
    foundBy: /token in a cookie where/,
  },
  {
    name: 'puts the headers back as the client sent them',
    parts: {
      async protect(...all) {
        const message = all[1].message as Message
        const { headers, rawHeaders } = structuredClone({
          headers: message.headers,
          rawHeaders: message.rawHeaders,
        })
        const restore = (): void => {
          Object.assign(message.headers, headers)
          message.rawHeaders.splice(0, Number.POSITIVE_INFINITY, ...rawHeaders)
        }
        return protect(...all).finally(restore)
      },
    },
    foundBy: /value from the header|token in (Authorization|a header of its own|a cookie) where/,
  },
  {
    name: 'throws everything away that a client sends beside its token',
    parts: {
      enter(message) {
        for (const name of Object.keys(message.headers)) if (name !== 'x-user') delete message.headers[name]
        Object.assign(message, { url: '/', query: {}, body: {} })
      },
    },
    foundBy: /from the (header|query of the URL|parsed query|form): an a/,
  },
]
