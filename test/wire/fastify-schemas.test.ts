import formbody from '@fastify/formbody'
import { type Authenticator, type ClaimMapping, createAuthenticator } from '@meishi/core'
import type { TestClaims } from '@meishi/core/testing'
import { jwtAuth } from '@meishi/fastify'
import type { FastifySchema, RouteShorthandOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { as } from './asking.js'
import { FORM } from './cases/stripped-bodies.js'
import { serveFastify } from './fastify-app.js'
import type { Site } from './frameworks/framework.js'
import { POLICY } from './issuer.js'

const toForm = [{ claim: 'sub', to: { form: 'user' } }]

const schemaOf = (properties: object, required: readonly string[] = ['user']): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

function serve(
  auth: Authenticator,
  schema: FastifySchema,
  options: RouteShorthandOptions = {},
  path = '/',
): Promise<Site> {
  return serveFastify(async (app) => {
    await app.register(formbody)
    await app.register(jwtAuth, auth)
    app.route({
      url: path,
      method: schema.body === undefined ? 'GET' : 'POST',
      schema,
      ...options,
      handler: async ({ body, query, params, headers, validationError }) => ({
        body,
        query,
        params,
        header: headers['x-user'],
        invalid: validationError?.message,
      }),
    })
  })
}

const mapping = (claimMapping: readonly ClaimMapping[], optional = false): Authenticator =>
  createAuthenticator({ ...POLICY, claimMapping, optional })

const post = ({ ask }: Site, body: string, type: string, claims?: TestClaims) => {
  const headers = [`Content-Type: ${type}`, ...(claims === undefined ? [] : as(claims).headers)]
  return ask({ method: 'POST', target: '/', headers, body })
}

const KINDS = [
  ['JSON', 'application/json', '{"user":"evil","a":"1","other":1}'],
  ['a form', FORM, 'user=evil&a=1&other=1'],
] as const

describe.each(KINDS)('the schema of %s', (_name, type, sent) => {
  const text = { type: 'string' }
  const integer = { type: 'integer' }

  test('has the mapped value before it, and not the client’s', async () => {
    const site = await serve(mapping(toForm), { body: schemaOf({ user: { const: 'alice' }, a: text }) })

    const answer = await post(site, sent, type, {})

    expect(JSON.parse(answer.body)).toMatchObject({ body: { user: 'alice', a: '1' } })
    expect(JSON.parse(answer.body).body).not.toHaveProperty('other')
  })

  test('converts the mapped value, which stays converted', async () => {
    const site = await serve(mapping(toForm), { body: schemaOf({ user: integer, a: integer }) })

    expect(JSON.parse((await post(site, sent, type, { sub: '42' })).body).body).toEqual({ user: 42, a: 1 })
  })

  test('misses the value that an anonymous client sent', async () => {
    const site = await serve(mapping(toForm, true), { body: schemaOf({ user: text, a: text }) })

    const answer = await post(site, sent, type)

    expect([answer.status, JSON.parse(answer.body).message]).toEqual([
      400,
      "body must have required property 'user'",
    ])
  })

  test('removes the mapped value where the application does not name it', async () => {
    const site = await serve(mapping(toForm), { body: schemaOf({ a: text }, []) })

    expect(JSON.parse((await post(site, sent, type, {})).body).body).toEqual({ a: '1' })
  })

  test('may be left to the handler', async () => {
    const schema = { body: schemaOf({ user: integer, a: text }) }
    const site = await serve(mapping(toForm), schema, { attachValidation: true })

    const { body, invalid } = JSON.parse((await post(site, sent, type, {})).body)

    expect(invalid).toBe('body/user must be integer')
    expect(body).toMatchObject({ user: 'alice', a: '1' })
  })

  test('is asked after the policy: a stranger is not told what is missing', async () => {
    const site = await serve(mapping(toForm), { body: schemaOf({ b: text }, ['b']) })

    expect((await post(site, sent, type)).status).toBe(401)
  })
})

describe.each([
  ['query', [{ claim: 'sub', to: { query: 'user' } }], 'querystring', '/', '/?user=evil'],
  ['path', [{ claim: 'sub', to: { path: 'user' } }], 'params', '/:user', '/evil'],
] as const)('a schema of the %s', (place, claimMapping, part, path, target) => {
  const result = place === 'query' ? 'query' : 'params'

  test('has the mapped value before it, and converts it', async () => {
    const schema = { [part]: schemaOf({ user: { type: 'integer', minimum: 42 } }) }
    const { ask } = await serve(mapping(claimMapping), schema, {}, path)

    const answer = await ask({ target, ...as({ sub: '42' }) })

    expect(JSON.parse(answer.body)[result]).toEqual({ user: 42 })
  })

  test('misses the value that an anonymous client sent', async () => {
    const schema = { [part]: schemaOf({ user: { type: 'string' } }) }
    const { ask } = await serve(mapping(claimMapping, true), schema, {}, path)

    expect((await ask({ target })).status).toBe(400)
  })
})

test('a schema of the headers has the mapped value before it, and misses the client’s', async () => {
  const schema = { headers: { ...schemaOf({ 'x-user': { type: 'string', enum: ['alice'] } }, ['x-user']) } }
  const claimMapping = [{ claim: 'sub', to: { header: 'X-User' } }]
  const { ask } = await serve(mapping(claimMapping, true), {
    headers: { ...schema.headers, additionalProperties: true },
  })

  const forged = ['x_user: alice', 'X-User: alice']
  expect((await ask({ target: '/', headers: forged })).status).toBe(400)
  const answer = await ask({ target: '/', headers: [...forged, ...as().headers] })
  expect(JSON.parse(answer.body).header).toBe('alice')
})
