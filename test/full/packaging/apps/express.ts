import { type ConsumerApp, TESTING } from '../consumer-app.js'

const PRELUDE = `
import express, { type Request } from 'express'
import { type AuthOptions, createVerifier, type Guard, requireScope, type ReplayStore } from '@meishi/core'
import { createSigner, mintToken, replayStoreConformance } from '@meishi/core/testing'
import { allow, jwtAuth, problemDetails } from '@meishi/express'

const signer = createSigner()
const options = { issuer: 'https://id.test', audience: 'api', keys: signer.keys } satisfies AuthOptions
const auth = jwtAuth(options)
const app = express()
`

const PROGRAM = `
interface TenantClaims { readonly tenant: string }
const tenantClaims = {
  '~standard': {
    version: 1 as const,
    vendor: 'app',
    validate: (value: unknown) => ({ value: value as TenantClaims }),
  },
}
const store: ReplayStore = { consume: async (id, expiresAt) => id !== '' && expiresAt > 0 }
const isTenant: Guard<TenantClaims> = ({ claims }) => claims.tenant === 'acme'
const tenants = jwtAuth({ ...options, claims: tenantClaims, guard: isTenant })

app.get('/feed', auth.with({ optional: true }), (req, res) => { res.json(req.auth?.claims.sub ?? 'anonymous') })
app.use('/api', auth)
app.get('/api/me', auth.handler((req, res) => { res.json(req.auth.claims.sub) }))
app.get('/api/users/:id', auth, (req, res) => { const id: string = req.params.id; res.send(id) })
app.get('/api/mine/:id', auth.handler<{ id: string }>((req, res) => { const id: string = req.params.id; res.send(id) }))
app.get('/api/reports', allow(requireScope('reports:read')), (_req, res) => { res.end() })
app.post('/api/pay', auth.with({ preventReplay: { store }, guard: requireScope('pay') }), (_req, res) => { res.end() })
app.get('/tenant', tenants, tenants.handler((req, res) => { const name: string = req.auth.claims.tenant; res.send(name) }))
app.use(problemDetails())

export const caller = (req: Request): string | undefined => req.auth?.claims.sub
export const verified = createVerifier(options).verify(mintToken(signer)).then(({ claims }) => claims.exp)
export const tests: readonly string[] = replayStoreConformance(() => store).map(({ name }) => name)
export const ready: Promise<void> = auth.ready()
`

const REFUSED: ConsumerApp['refused'] = [
  [
    'a caller that may be missing',
    'TS18048',
    `app.get('/me', auth, (req, res) => { res.json(req.auth.claims) })`,
  ],
  [
    'an option that does not exist',
    'TS2353',
    `jwtAuth({ issuer: 'https://id.test', audience: 'api', keys: signer.keys, expiresIn: 60 })`,
  ],
  ['an option of the wrong type', 'TS2322', `jwtAuth({ ...options, clockTolerance: '5' })`],
  ['an algorithm that does not exist', 'TS2322', `jwtAuth({ ...options, algorithms: ['none'] })`],
  ['a change of what belongs to the family', 'TS2353', `auth.with({ cache: false })`],
  ['an issuer that is switched off by accident', 'TS2345', `jwtAuth({ ...options, issuer: undefined })`],
  [
    'a claim of unknown type',
    'TS2322',
    `app.get('/me', auth.handler((req) => { const tenant: string = req.auth.claims['tenant']; return tenant }))`,
  ],
  [
    'a guard for other claims',
    'TS2322',
    `const guard: Guard<{ level: number }> = ({ claims }) => claims.level > 1; jwtAuth({ ...options, guard })`,
  ],
  ['a guard that is not called', 'TS2345', `app.get('/me', allow(requireScope))`],
  ['a store without its one function', 'TS2741', `export const store: ReplayStore = {}`],
]

const SERVE = `
const app = express()
app.set('env', 'test')
const auth = jwtAuth(options)
app.get('/me', auth, auth.handler((req, res) => res.json({ sub: req.auth.claims.sub })))
app.use(problemDetails())
const server = app.listen(0, '127.0.0.1', () => report(server.address().port))
`

export const EXPRESS: ConsumerApp = {
  prelude: PRELUDE,
  program: PROGRAM,
  refused: REFUSED,
  imports: [['express', 'express'], ['{ jwtAuth, problemDetails }', '@meishi/express'], TESTING],
  serve: SERVE,
}
