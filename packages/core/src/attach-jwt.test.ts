import { describe, expect, test } from 'vitest'
import { basic, mint } from '../test-support/authentication.js'
import { type Received, receive, responseTo, surfaceOf, viewOf } from '../test-support/receive.js'
import { createAttachment, type MoreVariables } from './attach-jwt.js'
import { createAuthenticator } from './create-authenticator.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { JwtGenerateError } from './errors/jwt-generate-error.js'
import type { GeneratedJwt, JwtGenerator, ReuseOptions, RuntimeVariables } from './generator/jwt-generator.js'
import { type Decorations, protect, type Visit } from './protect.js'

interface Asked {
  readonly variables: RuntimeVariables
  readonly reuse: ReuseOptions | undefined
}

/** A generator that notes what it was asked, and goes wrong where it was given an error. */
function noting(output: GeneratedJwt['output'], problem?: Error): JwtGenerator & { readonly asked: Asked[] } {
  const asked: Asked[] = []
  return {
    asked,
    async generate(variables, reuse) {
      asked.push({ variables: structuredClone(variables), reuse })
      if (problem === undefined) return { token: 'made', expiresAt: 0, output }
      variables['jwt-generate.error-message'] = problem.message
      throw new JwtGenerateError(problem)
    },
  }
}

const AUTHORIZATION = { header: 'authorization' } as const
const EXP = 4_000_000_000
const token = mint({ exp: EXP })

async function arrive(
  generator: JwtGenerator,
  { lines = [], variables, isAuthenticated = true }: Arrival = {},
): Promise<{ message: Received; holder: Decorations; visit: Visit; error: unknown }> {
  const headers: [string, string][] = [['Authorization', `Bearer ${token}`], ...lines]
  const message = await receive({ headers })
  const holder: Decorations = {}
  const visit = { surface: surfaceOf(message), view: viewOf(message), response: responseTo(message), holder }
  if (isAuthenticated) await protect(createAuthenticator(basic), visit.surface, visit.view, visit.response)
  const attach = createAttachment(generator, variables)
  const error = await attach(visit, message).catch((thrown: unknown) => thrown)
  return { message, holder, visit, error }
}

interface Arrival {
  readonly lines?: [string, string][]
  readonly variables?: MoreVariables<Received>
  readonly isAuthenticated?: boolean
}

describe('the token', () => {
  test('takes the place of the client’s on every surface', async () => {
    const lines: [string, string][] = [['Connection', 'close, Authorization']]
    const { message } = await arrive(noting(AUTHORIZATION), { lines })
    expect(message.headers).toMatchObject({ authorization: 'Bearer made', connection: 'close' })
    expect(message.headersDistinct.authorization).toEqual(['Bearer made'])
    expect(message.rawHeaders.join('\n')).not.toContain(token)
    expect(message.rawHeaders.slice(-2)).toEqual(['Authorization', 'Bearer made'])
  })

  test.each([
    ['generated.jwt', 'jwt'],
    ['internal.token', 'internal.token'],
    ['generated.__proto__', '__proto__'],
  ])('of the variable %s is found as %s, and the client’s own header stays', async (variable, name) => {
    const { message, holder } = await arrive(noting({ variable }))
    expect(Object.entries(holder.generated ?? {})).toEqual([[name, 'made']])
    expect(message.headers.authorization).toBe(`Bearer ${token}`)
  })
})

describe('a policy reads', () => {
  test('headers, and the claims of the caller', async () => {
    const generator = noting(AUTHORIZATION)
    await arrive(generator, { lines: [['X-Region', 'eu']] })
    expect(generator.asked[0]?.variables).toMatchObject({
      request: { headers: { 'x-region': 'eu' } },
      decoded: { claims: { sub: 'alice', exp: EXP } },
    })
  })

  test('what the application adds', async () => {
    const generator = noting(AUTHORIZATION)
    await arrive(generator, { variables: async ({ url }) => ({ path: url, decodedBy: 'me' }) })
    expect(generator.asked[0]?.variables).toMatchObject({ path: '/', decodedBy: 'me' })
  })

  test('claims and headers of nobody but the request, whatever is handed on', async () => {
    const generator = noting(AUTHORIZATION)
    const sent = JSON.parse(
      '{"decoded":{"claims":{"sub":"admin"}},"decoded.claims.sub":"admin","request":{},"request.headers.x":"1","__proto__":{"sub":"admin"}}',
    ) as object
    await arrive(generator, { variables: () => sent })
    const variables = generator.asked[0]?.variables ?? {}
    expect(Object.keys(variables).sort()).toEqual(['decoded', 'request'])
    expect(variables).toMatchObject({ decoded: { claims: { sub: 'alice' } }, request: { headers: {} } })
  })
})

describe('a token of earlier', () => {
  test('will do until the exp of a caller who passed', async () => {
    const generator = noting(AUTHORIZATION)
    await arrive(generator)
    expect(generator.asked[0]?.reuse).toEqual({ until: EXP })
  })

  test('will not do for somebody whom nobody checked', async () => {
    const generator = noting(AUTHORIZATION)
    await arrive(generator, { isAuthenticated: false })
    expect(generator.asked[0]).toMatchObject({ variables: { decoded: {} }, reuse: undefined })
  })
})

describe('a failure', () => {
  test('leaves its reason where the variables are, and the client’s header as it was', async () => {
    const { message, holder, visit, error } = await arrive(noting(AUTHORIZATION, new Error('iss: missing')))
    expect(error).toBeInstanceOf(JwtGenerateError)
    expect(holder.generated).toEqual({ 'jwt-generate.error-message': 'iss: missing' })
    expect(visit.response.getHeader('Cache-Control')).toBe('no-store')
    expect(message.headers.authorization).toBe(`Bearer ${token}`)
  })

  test.each([undefined, 'route', new TypeError('mine')])(
    'of the application (%j) stops the request',
    async (thrown) => {
      const { error, holder } = await arrive(noting(AUTHORIZATION), {
        variables: () => {
          throw thrown
        },
      })
      expect(error).toBeInstanceOf(Error)
      expect(error === thrown).toBe(thrown instanceof Error)
      expect(holder.generated).toEqual({})
    },
  )
})

test.each([
  [{}, undefined, 'generator: expected an object with the function generate'],
  [null, undefined, 'generator: expected an object with the function generate'],
  [noting(AUTHORIZATION), { iss: 'x' }, 'variables: expected a function'],
])('what is no generator is refused at the start: %#', (generator, variables, message) => {
  const make = () => createAttachment(generator as JwtGenerator, variables as never)
  expect(make).toThrow(ConfigurationError)
  expect(make).toThrow(message)
})
