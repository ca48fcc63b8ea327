import { describe, expect, test } from 'vitest'
import { CALLERS, FOREIGN, middlewareOf } from './callers.js'
import { KEPT_HEADERS, STRIPPED_HEADERS } from './cases/stripped-headers.js'
import { type Echo, echo, echoRefused, readEcho } from './echo.js'
import { listen, VERSIONS } from './express-versions.js'
import { send } from './raw-http.js'

const toHeader = [{ claim: 'sub', to: { header: 'X-User' } }]

/** Values of one header on each surface, by the name that Node gives it. */
function surfaces({ headers, rawHeaders, headersDistinct }: Echo, name: string): unknown[] {
  const raw = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)
  return [headers[name], raw, headersDistinct[name]]
}

describe.each(VERSIONS)('$version', ({ express }) => {
  describe.each(CALLERS)('of $name', (caller) => {
    const ask = async (headers: readonly string[]): Promise<Echo> => {
      const app = express()
      app.all('/', middlewareOf(caller, toHeader), echo)
      app.use(echoRefused)
      const all = [...headers, ...caller.headers()]
      const answer = await send(await listen(app), { method: caller.method, target: '/', headers: all })
      return readEcho(answer)
    }

    test.each(STRIPPED_HEADERS)('removes a header %s', async (_name, lines) => {
      const seen = await ask(lines)

      expect(JSON.stringify(seen)).not.toContain(FOREIGN)
      const value = caller.sees
      expect(surfaces(seen, 'x-user')).toEqual([value, value === undefined ? [] : [value], value && [value]])
      expect(JSON.stringify(surfaces(seen, 'connection'))).not.toMatch(/user/i)
      expect(seen.rawHeaders).toContain('close')
      expect(seen.headers.connection).toMatch(/^close(, close)?$/)
    })

    test.each(KEPT_HEADERS)('leaves %s', async (line) => {
      const [name = ''] = line.toLowerCase().split(':')
      expect(surfaces(await ask([line, 'X-User: evil']), name)).toEqual(['kept', ['kept'], ['kept']])
    })
  })
})
