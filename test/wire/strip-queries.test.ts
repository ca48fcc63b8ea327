import { describe, expect, test } from 'vitest'
import { type Caller, callerNamed, callersOf, FOREIGN, serveCaller } from './callers.js'
import { KEPT_QUERIES, STRIPPED_QUERIES } from './cases/stripped-queries.js'
import { type Echo, readEcho } from './frameworks/echo.js'
import type { Application, Framework } from './frameworks/framework.js'
import { FRAMEWORKS } from './frameworks.js'

const toQuery = [{ claim: 'sub', to: { query: 'user' } }]

/** One way from a caller to a handler: past a parser of queries. */
interface Way {
  readonly name: string
  readonly caller: Caller
  readonly prepare?: NonNullable<Application['prepare']>
  readonly parsesNothing?: true
}

const throughParser = (name: string, setting: unknown, caller: Caller): Way => ({
  name: `with ${name}, of ${caller.name}`,
  caller,
  prepare: { express: (app) => app.set('query parser', setting) },
  ...(setting === false && { parsesNothing: true }),
})

const ofItsOwn = (query: string): object => Object.fromEntries(new URLSearchParams(query))

/** Every caller meets the parser that reads most, and two callers meet every parser. */
function waysOf(framework: Framework): Way[] {
  const ways = callersOf(framework).map((caller) => throughParser('its parser', 'extended', caller))
  if (framework.kind !== 'express') return ways
  const others = [callerNamed('an authenticated caller'), callerNamed('an anonymous caller')]
  return ways.concat(
    others.flatMap((caller) => [
      throughParser('the simple parser', 'simple', caller),
      throughParser('no parser', false, caller),
      throughParser('a parser of its own', ofItsOwn, caller),
    ]),
  )
}

/** The query with the mapped value behind it, as it must be in `url` and `originalUrl`. */
function withMapped(query: string, value: string | undefined): string {
  if (value === undefined) return query
  return query === '' ? `?user=${value}` : `${query}&user=${value}`
}

describe.each(FRAMEWORKS)('$name', (framework) => {
  describe.each(waysOf(framework))('$name', ({ caller, prepare, parsesNothing }) => {
    const ask = async (target: string): Promise<Echo> => {
      const how = { path: '/path', ...(prepare !== undefined && { prepare }) }
      const site = await serveCaller(framework, caller, toQuery, how)
      return readEcho(await site.ask({ method: caller.method, target, headers: caller.headers() }))
    }
    const mapped = parsesNothing === true || caller.sees === undefined ? {} : { user: caller.sees }

    test.each(STRIPPED_QUERIES)('removes a parameter $name', async ({ sent, left, fastifyReads }) => {
      const { url, originalUrl, query, elsewhere } = await ask(`/path${sent}`)

      expect(url).toBe(`/path${withMapped(left, caller.sees)}`)
      expect(originalUrl).toBe(url)
      expect(JSON.stringify(elsewhere)).not.toContain(FOREIGN)
      if (framework.kind === 'fastify' && fastifyReads !== undefined) {
        expect(query).toEqual({ ...fastifyReads, ...mapped })
        return
      }
      expect(JSON.stringify(query)).not.toContain(FOREIGN)
      const ours = Object.entries(query).filter(([name]) => /user/i.test(name))
      expect(Object.fromEntries(ours)).toEqual(mapped)
      if (parsesNothing === undefined && /[?&]a=1(&|$)/.test(left)) expect(query).toMatchObject({ a: '1' })
    })

    test.each(KEPT_QUERIES)('leaves $name', async ({ query, read }) => {
      const seen = await ask(`/path?user=evil&${query}`)

      expect(seen.url).toBe(`/path${withMapped(`?${query}`, caller.sees)}`)
      expect(seen.originalUrl).toBe(seen.url)
      expect(seen.query).toEqual(parsesNothing === true ? {} : { ...read, ...mapped })
    })
  })
})
