import { describe, expect, test } from 'vitest'
import { as } from './asking.js'
import { readEcho } from './frameworks/echo.js'
import { echo } from './frameworks/handlers.js'
import { FRAMEWORKS } from './frameworks.js'
import { POLICY } from './issuer.js'

const claimMapping = [
  { claim: 'sub', to: { header: 'X-User' } },
  { claim: 'sub', to: { query: 'user' } },
  { claim: 'sub', to: { path: 'user' } },
  { claim: 'sub', to: { form: 'user' } },
]

/** What a handler reads of a claim. A path takes more than the others, so that a proxy can build one of it. */
const TEXTS: readonly (readonly [claim: string, text: string, inPath?: string])[] = [
  ['alice@example.com', 'alice@example.com'],
  ['José Ñ', 'Jos%C3%A9%20%C3%91'],
  ['50%, or 1', '50%25%2C%20or%201'],
  ['a&b=c+d', 'a&b=c+d'],
  ['../admin?x#y', '../admin?x#y', '..%2Fadmin%3Fx%23y'],
  ['a\\b', 'a\\b', 'a%5Cb'],
]

describe.each(FRAMEWORKS)('$name', ({ serve }) => {
  test.each(TEXTS)('hands %j on as the same text everywhere', async (sub, text, inPath = text) => {
    const routes = [{ path: '/of/:user', handler: echo }]
    const { ask } = await serve({ app: { ...POLICY, claimMapping }, parses: ['urlencoded'], routes })

    const seen = readEcho(await ask({ method: 'POST', target: '/of/evil', ...as({ sub }) }))

    const { headers, query, params, body } = seen
    expect([headers['x-user'], query.user, params.user, body]).toEqual([text, text, inPath, { user: text }])
    expect(decodeURIComponent(`${inPath}`)).toBe(sub)
  })
})
