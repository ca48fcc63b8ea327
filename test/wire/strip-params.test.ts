import { describe, expect, test } from 'vitest'
import { CALLERS, type Caller, callerNamed, FOREIGN, middlewareOf } from './callers.js'
import { MOUNT_LEVELS } from './cases/mount-levels.js'
import { type Echo, echo, echoRefused, readEcho } from './echo.js'
import { listen, reached, VERSIONS } from './express-versions.js'
import { bearer, mint } from './issuer.js'
import { send } from './raw-http.js'

const toPath = [{ claim: 'sub', to: { path: 'user' } }]
const toQuery = [{ claim: 'sub', to: { query: 'user' } }]
describe.each(VERSIONS)('$version', ({ express }) => {
  describe.each(MOUNT_LEVELS)('at $name', ({ mount, target }) => {
    describe.each(CALLERS)('of $name', (caller) => {
      const ask = async (claimMapping: typeof toPath | typeof toQuery, query = ''): Promise<Echo> => {
        const app = express()
        mount(express, app, middlewareOf(caller, claimMapping), echo)
        app.use(echoRefused)
        const request = { method: caller.method, target: target + query, headers: caller.headers() }
        return readEcho(await send(await listen(app), request))
      }

      test('puts the claim in the place of the path parameter', async () => {
        const { params } = await ask(toPath)

        expect(params.user).toBe(caller.sees)
        expect(JSON.stringify(params)).not.toContain(FOREIGN)
      })

      test('puts the claim in the place of the query parameter', async () => {
        const { url, originalUrl, query } = await ask(toQuery, '?user=evil&a=1')

        const mapped = caller.sees === undefined ? '' : `&user=${caller.sees}`
        expect(url.slice(url.indexOf('?'))).toBe(`?a=1${mapped}`)
        expect(originalUrl).toBe(`${target}?a=1${mapped}`)
        expect(query).toEqual({ a: '1', ...(caller.sees !== undefined && { user: caller.sees }) })
      })
    })
  })

  describe.each(['app', 'router'] as const)('a callback for the parameter at the %s', (level) => {
    const valuesMet = async (caller: Caller): Promise<unknown[]> => {
      const values: unknown[] = []
      const app = express()
      const router = express.Router()
      const holder = level === 'app' ? app : router
      app.use(middlewareOf(caller, toPath))
      holder.param('user', (_req, _res, next, value) => {
        values.push(value)
        next()
      })
      holder.all('/teams/:user', reached)
      app.use(router)
      await send(await listen(app), { target: '/teams/evil', headers: caller.headers() })
      return values
    }

    test('meets the claim', async () => {
      expect(await valuesMet(callerNamed('an authenticated caller'))).toEqual(['alice'])
    })

    test('is not called with what the client wrote', async () => {
      expect(await valuesMet(callerNamed('an anonymous caller'))).toEqual([])
    })
  })

  test('hands on a claim that the path has no place for', async () => {
    const app = express()
    app.get('/', middlewareOf(callerNamed('an authenticated caller'), toPath), echo)
    const { params } = readEcho(await send(await listen(app), { target: '/', headers: [bearer(mint())] }))

    expect(params).toEqual({ user: 'alice' })
  })
})
