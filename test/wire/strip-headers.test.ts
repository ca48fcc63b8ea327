import { describe, expect, test } from 'vitest'
import { callersOf, FOREIGN, serveCaller } from './callers.js'
import { KEPT_HEADERS, STRIPPED_HEADERS } from './cases/stripped-headers.js'
import { type Echo, readEcho } from './frameworks/echo.js'
import { FRAMEWORKS } from './frameworks.js'

const toHeader = [{ claim: 'sub', to: { header: 'X-User' } }]

/** Values of one header on each surface, by the name that Node gives it. */
function surfaces({ headers, rawHeaders, headersDistinct }: Echo, name: string): unknown[] {
  const raw = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)
  return [headers[name], raw, headersDistinct[name]]
}

describe.each(FRAMEWORKS)('$name', (framework) => {
  describe.each(callersOf(framework))('of $name', (caller) => {
    const ask = async (headers: readonly string[]): Promise<Echo> => {
      const site = await serveCaller(framework, caller, toHeader)
      const all = [...headers, ...caller.headers()]
      return readEcho(await site.ask({ method: caller.method, target: '/', headers: all }))
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
