import { describe, expect, test } from 'vitest'
import { CALLERS, callerNamed, FOREIGN, middlewareOf } from './callers.js'
import { KEPT_QUERIES, STRIPPED_QUERIES } from './cases/stripped-queries.js'
import { type Echo, echo, echoRefused, readEcho } from './echo.js'
import { listen, VERSIONS } from './express-versions.js'
import { send } from './raw-http.js'

const toQuery = [{ claim: 'sub', to: { query: 'user' } }]

const ofItsOwn = (query: string): object => Object.fromEntries(new URLSearchParams(query))

/** Every caller meets the parser that reads most, and two callers meet every parser. */
const WAYS = [
  ...CALLERS.map((caller) => ({ parser: 'the extended parser', setting: 'extended', caller })),
  ...[callerNamed('an authenticated caller'), callerNamed('an anonymous caller')].flatMap((caller) => [
    { parser: 'the simple parser', setting: 'simple', caller },
    { parser: 'no parser', setting: false, caller },
    { parser: 'a parser of its own', setting: ofItsOwn, caller },
  ]),
].map((way) => ({ ...way, name: way.caller.name }))

/** The query with the mapped value behind it, as it must be in `url` and `originalUrl`. */
function withMapped(query: string, value: string | undefined): string {
  if (value === undefined) return query
  return query === '' ? `?user=${value}` : `${query}&user=${value}`
}

describe.each(VERSIONS)('$version', ({ express }) => {
  describe.each(WAYS)('with $parser, of $name', ({ setting, caller }) => {
    const ask = async (target: string): Promise<Echo> => {
      const app = express()
      app.set('query parser', setting)
      app.all('/path', middlewareOf(caller, toQuery), echo)
      app.use(echoRefused)
      const headers = caller.headers()
      return readEcho(await send(await listen(app), { method: caller.method, target, headers }))
    }
    const mapped = setting === false || caller.sees === undefined ? {} : { user: caller.sees }

    test.each(STRIPPED_QUERIES)('removes a parameter $name', async ({ sent, left }) => {
      const { url, originalUrl, query } = await ask(`/path${sent}`)

      expect(url).toBe(`/path${withMapped(left, caller.sees)}`)
      expect(originalUrl).toBe(url)
      expect(JSON.stringify(query)).not.toContain(FOREIGN)
      const ours = Object.entries(query).filter(([name]) => /user/i.test(name))
      expect(Object.fromEntries(ours)).toEqual(mapped)
      if (setting !== false && /[?&]a=1(&|$)/.test(left)) expect(query).toMatchObject({ a: '1' })
    })

    test.each(KEPT_QUERIES)('leaves $name', async ({ query, read }) => {
      const seen = await ask(`/path?user=evil&${query}`)

      expect(seen.url).toBe(`/path${withMapped(`?${query}`, caller.sees)}`)
      expect(seen.originalUrl).toBe(seen.url)
      expect(seen.query).toEqual(setting === false ? {} : { ...read, ...mapped })
    })

    test('drops what the router had parsed of the URL', async () => {
      const { parsedUrl } = await ask('/path?a=1&user=evil')

      expect(JSON.stringify(parsedUrl ?? {})).not.toContain(FOREIGN)
    })
  })
})
