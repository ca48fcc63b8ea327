import { describe, expect, test } from 'vitest'
import { type Caller, callerNamed, callersOf, FOREIGN, serveCaller } from './callers.js'
import { FORM, FORMS, JSONS } from './cases/stripped-bodies.js'
import { type Echo, readEcho } from './frameworks/echo.js'
import type { Application, BodyType } from './frameworks/framework.js'
import { FRAMEWORKS } from './frameworks.js'

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

/** Callers whose way to the handler maps nothing, so that no parser has to run before the middleware. */
const UNMAPPED = [
  'an anonymous caller',
  'a caller of a route that maps nothing',
  'a preflight',
  'a caller of an exempt route',
].map(callerNamed)

const PARSERS = [
  { parser: 'urlencoded', ...FORMS },
  { parser: 'json', ...JSONS },
  { parser: 'json', type: 'Application/JSON; charset=utf-8', bodies: JSONS.bodies },
] as const satisfies readonly { parser: BodyType; type: string; bodies: readonly string[] }[]

describe.each(FRAMEWORKS)('$name', (framework) => {
  const post = async (
    caller: Caller,
    how: Pick<Application, 'parses' | 'parsers'>,
    type: string,
    body: string,
  ): Promise<Echo> => {
    const site = await serveCaller(framework, caller, toForm, how)
    const headers = [...caller.headers(), `Content-Type: ${type}`]
    return readEcho(await site.ask({ method: caller.method ?? 'POST', target: '/', headers, body }))
  }

  describe.each(PARSERS)('parses $parser as $type', ({ parser, type, bodies }) => {
    describe.each(callersOf(framework))('before the middleware, of $name', (caller) => {
      test.each(bodies)('removes the mapped name from %j', async (body) => {
        const seen = await post(caller, { parses: [parser] }, type, body)

        expect(seen.body).toEqual({ a: '1', ...(caller.sees !== undefined && { user: caller.sees }) })
        expect(JSON.stringify(seen)).not.toContain(FOREIGN)
      })
    })

    // In Fastify the parser has its place, which is behind `onRequest` and before `preValidation`.
    describe.each(framework.kind === 'fastify' ? [] : UNMAPPED)(
      'behind the middleware, of $name',
      (caller) => {
        test.each(bodies)('removes the mapped name from %j', async (body) => {
          const seen = await post(caller, { parses: [parser], parsers: 'behind' }, type, body)

          expect(seen.body).toEqual({ a: '1' })
          expect(JSON.stringify(seen)).not.toContain(FOREIGN)
        })
      },
    )
  })

  describe('of an authenticated caller', () => {
    const caller = callerNamed('an authenticated caller')

    test.each([
      ['json', 'application/json', '{}'],
      ['urlencoded', FORM, '&'],
    ] as const)('maps into the empty body of %s', async (parser, type, body) => {
      expect((await post(caller, { parses: [parser] }, type, body)).body).toEqual({ user: 'alice' })
    })

    test.each([
      ['without a parser', {}],
      ['with a parser before', { parses: ['urlencoded'] }],
      ['with a parser behind, which leaves it', { parses: ['urlencoded', 'json'], parsers: 'behind' }],
    ] as const)('makes a body where there is none, %s', async (_name, how) => {
      expect((await post(caller, how, FORM, '')).body).toEqual({ user: 'alice' })
    })
  })
})
