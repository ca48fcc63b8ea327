import { jwtAuth } from '@meishi/express'
import { describe, expect, test } from 'vitest'
import { SOURCE_CASES } from './cases/token-sources.js'
import { forgetful, listen, VERSIONS } from './express-versions.js'
import { mint, POLICY } from './issuer.js'
import { send, valuesOf } from './raw-http.js'

describe.each(VERSIONS)('$version', ({ express }) => {
  test.each(SOURCE_CASES)(
    'answers $status to $name',
    async ({ options, request, status, cacheControl, vary }) => {
      const app = express()
      app.use(express.urlencoded({ extended: true }), express.json())
      const auth = jwtAuth({ ...POLICY, ...options })
      app.all(
        '/',
        auth,
        auth.handler((req, res) => res.end(req.auth.claims.sub)),
      )
      app.use(forgetful)

      const answer = await send(await listen(app), { target: '/', ...request(mint()) })

      expect(answer.status).toBe(status)
      if (status === 200) {
        expect(answer.body).toBe('alice')
        expect(valuesOf(answer, 'cache-control')).toEqual(cacheControl === undefined ? [] : [cacheControl])
        expect(valuesOf(answer, 'vary')).toEqual(vary === undefined ? [] : [vary])
      }
    },
  )

  test('adds to the Vary that is there, once', async () => {
    const app = express()
    const auth = jwtAuth({ ...POLICY, token: { cookie: 'session' } })
    app.use((_req, res, next) => {
      res.vary('Accept-Encoding')
      next()
    })
    app.get('/', auth, auth.with({ requiredClaims: ['sub'] }), (_req, res) => void res.vary('Cookie').end())

    const answer = await send(await listen(app), { target: '/', headers: [`Cookie: session=${mint()}`] })

    expect(valuesOf(answer, 'vary').join().toLowerCase()).toBe('accept-encoding, cookie')
  })

  test('names the configured scheme in its challenge', async () => {
    const app = express()
    app.get('/', jwtAuth({ ...POLICY, token: { header: 'authorization', scheme: 'JWT' } }))
    app.use(forgetful)

    const answer = await send(await listen(app), { target: '/' })

    expect(valuesOf(answer, 'www-authenticate')).toEqual(['JWT'])
  })
})
