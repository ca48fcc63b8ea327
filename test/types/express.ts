// Compiled, never run: what must compile, and, behind `@ts-expect-error`, what must not. Compiled with the types of
// Express 5 by the type check, and once more with those of Express 4 by the test beside it.
import {
  type Auth,
  createAuthenticator,
  createHealthHandler,
  createJwksHandler,
  type FetchHandler,
  type Guard,
  type JwtClaims,
  requireScope,
} from '@meishi/core'
import { allow, type JwtAuth, jwtAuth, mount, problemDetails } from '@meishi/express'
import type { Request } from 'express5'
import express from 'express5'
import { z } from 'zod'
import { hasType } from './has-type.js'

const policy = { issuer: 'https://id.test', audience: 'https://api.test', keys: { jwks: { keys: [] } } }
const schema = z.object({ sub: z.string(), level: z.number(), team: z.string().optional() })

const auth = jwtAuth(policy)
const typed = jwtAuth({ ...policy, claims: schema })
const routed = auth.with({ claims: schema })
const numbered = auth.with({ claims: z.object({ sub: z.coerce.number() }) })
const optional = typed.with({ optional: true })
const handle = createAuthenticator(policy)
const ofHandle = jwtAuth(handle)
const isAdult: Guard<{ level: number }> = ({ claims }) => claims.level >= 18

hasType<JwtAuth<JwtClaims>>()(auth)
hasType<JwtAuth<z.infer<typeof schema>>>()(typed)
hasType<JwtAuth<z.infer<typeof schema>>>()(routed)
hasType<JwtAuth<z.infer<typeof schema>>>()(optional)
hasType<JwtAuth<JwtClaims>>()(ofHandle)

jwtAuth({ ...policy, claims: schema, check: ({ level }) => level > 1, guard: isAdult })
// @ts-expect-error the check is given the schema's output
jwtAuth({ ...policy, claims: schema, check: ({ grade }) => grade > 1 })
// @ts-expect-error the guard needs a claim that nothing promises
jwtAuth({ ...policy, guard: isAdult })
// @ts-expect-error an unknown option
jwtAuth({ ...policy, audiences: ['https://api.test'] })
// @ts-expect-error an algorithm that is none
jwtAuth({ ...policy, algorithms: ['none'] })
// @ts-expect-error a mapping that goes nowhere
jwtAuth({ ...policy, claimMapping: [{ claim: 'sub', to: { cookie: 'user' } }] })
// @ts-expect-error the cache belongs to the family
auth.with({ cache: false })
// @ts-expect-error the clock belongs to the family
auth.with({ clock: () => 0 })

const app = express()
app.use(auth)
app.use('/api', auth, problemDetails())
app.get('/users/:id', auth, (req, res) => {
  hasType<string>()(req.params.id)
  hasType<Auth | undefined>()(req.auth)
  // @ts-expect-error nobody has proven that there is a caller
  res.json(req.auth.claims)
  // @ts-expect-error the path has no such parameter
  res.json(req.params.other)
})
app.get(
  '/users/:id/teams/:team',
  routed,
  allow(requireScope('read')),
  routed.handler<{ id: string; team: string }>((req, res) => {
    hasType<string>()(req.params.id)
    hasType<string>()(req.params.team)
    hasType<number>()(req.auth.claims.level)
    hasType<string | undefined>()(req.auth.claims.team)
    hasType<JwtClaims>()(req.auth.token.claims)
    // @ts-expect-error the path has no such parameter
    res.json(req.params.other)
    // @ts-expect-error the schema has no such claim
    res.json(req.auth.claims.email)
    // @ts-expect-error a caller is not replaced
    req.auth.claims = { sub: 'mallory', level: 99 }
  }),
)
app.get(
  '/me',
  auth,
  auth.handler((req, res) => {
    hasType<string | undefined>()(req.auth.claims.sub)
    hasType<unknown>()(req.auth.claims.email)
    // @ts-expect-error claims are shared between requests, so nobody writes them
    req.auth.claims.sub = 'mallory'
    res.end()
  }),
)
app.get(
  '/orders/:id',
  auth.handler<{ id: string }>((req) => hasType<string>()(req.params.id)),
)
app.get('/reports/:id', allow(requireScope('read')), (req) => hasType<string>()(req.params.id))
app.get(
  '/numbers',
  numbered.handler((req) => hasType<number>()(req.auth.claims.sub)),
)
// @ts-expect-error a guard is a function
app.get('/guarded', allow('read'))

/** The declaration holds in code of one's own. */
export const subOf = (req: Request): string | undefined => req.auth?.claims.sub

const endpoint: FetchHandler = Object.assign(
  async (request: globalThis.Request, context?: { readonly remoteAddress?: string }) =>
    new globalThis.Response(request.method + context?.remoteAddress),
  { paths: ['/endpoint'] },
)
app.use(mount(endpoint)).use('/auth', mount(createJwksHandler(() => ({ keys: [] }))))
app.use(mount(createHealthHandler([auth, typed, createAuthenticator(policy)], { details: true })))
// @ts-expect-error a handler has paths
mount(async () => new globalThis.Response())
// @ts-expect-error an unknown option
createHealthHandler(auth, { path: '/health' })
