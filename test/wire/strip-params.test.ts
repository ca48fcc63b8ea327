import type { ClaimMapping } from '@meishi/core'
import express4 from 'express4'
import express5 from 'express5'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { describe, expect, test } from 'vitest'
import { callerNamed, callersOf, FOREIGN, serveCaller } from './callers.js'
import { expressMounts } from './cases/express-mounts.js'
import { FASTIFY_MOUNTS } from './cases/fastify-mounts.js'
import { koaMounts } from './cases/koa-mounts.js'
import { type Placed, TARGET } from './cases/mount-levels.js'
import { readEcho } from './frameworks/echo.js'
import type { ExpressModule } from './frameworks/express.js'
import { FRAMEWORKS } from './frameworks.js'

const toPath = [{ claim: 'sub', to: { path: 'user' } }]
const toQuery = [{ claim: 'sub', to: { query: 'user' } }]

const LEVELS = [
  { name: 'Express 4', levels: expressMounts(express4 as unknown as ExpressModule) },
  { name: 'Express 5', levels: expressMounts(express5) },
  { name: 'Koa 2', levels: koaMounts(koa2) },
  { name: 'Koa 3', levels: koaMounts(koa3) },
  { name: 'Fastify 5', levels: FASTIFY_MOUNTS },
]

describe.each(LEVELS)('$name', ({ name, levels }) => {
  describe.each(levels)('at $name', ({ serve }) => {
    describe.each(callersOf({ name }))('of $name', (caller) => {
      const ask = async (claimMapping: readonly ClaimMapping[], query = ''): Promise<Placed> => {
        const site = await serve(caller, claimMapping)
        const request = { method: caller.method, target: TARGET + query, headers: caller.headers() }
        return JSON.parse((await site.ask(request)).body) as Placed
      }

      test('puts the claim in the place of the path parameter', async () => {
        const { params, again } = await ask(toPath)

        expect(params.user).toBe(caller.sees)
        expect(JSON.stringify([params, again])).not.toContain(FOREIGN)
      })

      test('puts the claim in the place of the query parameter', async () => {
        const { url, originalUrl, query } = await ask(toQuery, '?user=evil&a=1')

        const mapped = caller.sees === undefined ? '' : `&user=${caller.sees}`
        expect(url.slice(url.indexOf('?'))).toBe(`?a=1${mapped}`)
        expect(originalUrl).toBe(`${TARGET}?a=1${mapped}`)
        expect(query).toEqual({ a: '1', ...(caller.sees !== undefined && { user: caller.sees }) })
      })
    })
  })
})

test.each(FRAMEWORKS)('$name hands on a claim that the path has no place for', async (framework) => {
  const caller = callerNamed('an authenticated caller')
  const site = await serveCaller(framework, caller, toPath)

  const { params } = readEcho(await site.ask({ target: '/', headers: caller.headers() }))

  expect(params).toEqual({ user: 'alice' })
})
