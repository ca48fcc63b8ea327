import { requireScope } from '@meishi/core'
import { forgeToken, type TestClaims } from '@meishi/core/testing'
import { allow, jwtAuth } from '@meishi/express'
import type { RequestHandler } from 'express5'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { CaseRequest } from './cases/refusal-case.js'
import { type App, forgetful, listen, reached, VERSIONS } from './express-versions.js'
import { bearer, mint, POLICY } from './issuer.js'
import { send } from './raw-http.js'

const now = Math.floor(Date.now() / 1000)

/** Answers with the caller's `sub`, or `nobody`. */
const whoami: RequestHandler = (req, res) => void res.end(req.auth?.claims.sub ?? 'nobody')

/** Asks one application, and answers with status and body in one text. */
async function asking(
  app: App,
): Promise<(target: string, request?: Omit<CaseRequest, 'target'>) => Promise<string>> {
  app.use(forgetful)
  const port = await listen(app)
  return async (target, request = {}) => {
    const { status, body } = await send(port, { ...request, target })
    return status === 200 ? `200 ${body}` : String(status)
  }
}

const as = (claims: TestClaims = {}): { headers: string[] } => ({ headers: [bearer(mint(claims))] })

describe.each(VERSIONS)('$version', ({ express }) => {
  test('a looser route stands before the blanket', async () => {
    const app = express()
    const auth = jwtAuth(POLICY)
    app.get('/feed', auth.with({ optional: true }), whoami)
    app.use(auth)
    app.get('/rest', whoami)
    const ask = await asking(app)

    expect(await ask('/feed')).toBe('200 nobody')
    expect(await ask('/feed', as())).toBe('200 alice')
    expect(await ask('/feed', { headers: [bearer(forgeToken(mint()))] })).toBe('401')
    expect(await ask('/rest')).toBe('401')
    expect(await ask('/rest', as())).toBe('200 alice')
  })

  test('a looser route behind the blanket stays strict', async () => {
    const app = express()
    const auth = jwtAuth(POLICY)
    app.use(auth)
    app.get('/feed', auth.with({ optional: true }), whoami)
    const ask = await asking(app)

    expect(await ask('/feed')).toBe('401')
    expect(await ask('/feed', as())).toBe('200 alice')
  })

  test('another audience replaces the first on its route', async () => {
    const app = express()
    const auth = jwtAuth(POLICY)
    app.get('/admin', auth.with({ audience: 'https://admin.test' }), whoami)
    app.get('/rest', auth, whoami)
    const ask = await asking(app)
    const admin = as({ aud: 'https://admin.test' })

    expect([await ask('/admin', admin), await ask('/rest', admin)]).toEqual(['200 alice', '401'])
    expect([await ask('/admin', as()), await ask('/rest', as())]).toEqual(['401', '200 alice'])
  })

  test('a token is spent where replay is prevented, and nowhere else', async () => {
    const app = express()
    const auth = jwtAuth(POLICY)
    app.post('/transfers', auth.with({ preventReplay: true }), whoami)
    app.post('/payments', auth.with({ preventReplay: true }), whoami)
    app.post('/notes', auth, whoami)
    const ask = await asking(app)
    const once = { ...as(), method: 'POST' }

    expect([await ask('/notes', once), await ask('/transfers', once)]).toEqual(['200 alice', '200 alice'])
    expect([await ask('/transfers', once), await ask('/payments', once)]).toEqual(['401', '401'])
    expect(await ask('/notes', once)).toBe('200 alice')
  })

  test('one of many racing requests spends the token', async () => {
    const app = express()
    app.get('/', jwtAuth({ ...POLICY, preventReplay: true }), whoami)
    const ask = await asking(app)
    const once = as()

    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/', once)))

    expect(answers.filter((answer) => answer === '200 alice')).toHaveLength(1)
    expect(answers.filter((answer) => answer === '401')).toHaveLength(19)
  })

  test('a guard in the options runs before the token is spent, allow() after it', async () => {
    const app = express()
    const auth = jwtAuth({ ...POLICY, preventReplay: true })
    app.get('/guard', auth.with({ guard: requireScope('pay') }), whoami)
    app.get('/allow', auth, allow(requireScope('pay')), whoami)
    app.get('/rest', auth, whoami)
    const ask = await asking(app)
    const [one, other] = [as(), as()]

    expect([await ask('/guard', one), await ask('/guard', one), await ask('/rest', one)]).toEqual([
      '403',
      '403',
      '200 alice',
    ])
    expect([await ask('/allow', other), await ask('/rest', other)]).toEqual(['403', '401'])
    expect(await ask('/guard', as({ scope: 'read pay' }))).toBe('200 alice')
    expect(await ask('/allow', as({ scope: 'read pay' }))).toBe('200 alice')
  })

  test('a route limits the age of its tokens', async () => {
    const app = express()
    const auth = jwtAuth(POLICY)
    app.get('/fresh', auth.with({ maxTokenAge: 60 }), whoami)
    app.get('/rest', auth, whoami)
    const ask = await asking(app)
    const old = as({ iat: now - 120 })

    expect([await ask('/fresh', old), await ask('/rest', old)]).toEqual(['401', '200 alice'])
    expect(await ask('/fresh', as())).toBe('200 alice')
  })

  test('a route takes its token from elsewhere', async () => {
    const app = express()
    const auth = jwtAuth(POLICY)
    app.get('/download', auth.with({ token: { query: 'token' } }), whoami)
    app.get('/rest', auth, whoami)
    const ask = await asking(app)

    expect(await ask(`/download?token=${mint()}`)).toBe('200 alice')
    expect(await ask('/download', as())).toBe('401')
    expect(await ask(`/rest?token=${mint()}`)).toBe('401')
  })

  test('the output of a schema becomes the claims of its route', async () => {
    const app = express()
    const auth = jwtAuth(POLICY)
    const claims = z.object({ sub: z.string().toUpperCase(), level: z.number().default(1) })
    const typed = auth.with({ claims })
    app.get(
      '/typed',
      typed,
      typed.handler((req, res) => res.json(req.auth.claims)),
    )
    app.get('/rest', auth, whoami)
    const ask = await asking(app)

    expect(await ask('/typed', as())).toBe('200 {"sub":"ALICE","level":1}')
    expect([await ask('/typed', as({ sub: 7 })), await ask('/rest', as())]).toEqual(['401', '200 alice'])
  })

  test('a route answers in another profile', async () => {
    const app = express()
    const auth = jwtAuth(POLICY)
    app.get('/gateway', auth.with({ errorProfile: 'gateway' }), reached)
    app.get('/rest', auth, reached)
    const ask = await asking(app)

    expect([await ask('/gateway'), await ask('/rest')]).toEqual(['400', '401'])
  })

  test('anonymous callers and callers of a report have no auth', async () => {
    const app = express()
    app.get('/', jwtAuth({ ...POLICY, optional: true }), (req, res) => void res.json('auth' in req))
    const ask = await asking(app)

    expect([await ask('/'), await ask('/', as())]).toEqual(['200 false', '200 true'])
  })

  test('a typed handler that rejects reaches the error handler in Express 5, and Express 4 gets its promise', async () => {
    const auth = jwtAuth(POLICY)
    const failing = auth.handler(async () => {
      throw new Error('a mistake of the application')
    })
    const app = express()
    app.get('/', auth, (req, res, next) => Promise.resolve(failing(req, res, next)).catch(next))
    const ask = await asking(app)

    expect(await ask('/', as())).toBe('500')
  })
})
