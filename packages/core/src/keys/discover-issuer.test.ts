import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AUDIENCE, mint, request, signer, wordFor } from '../../test-support/authentication.js'
import { type Authenticator, createAuthenticator } from '../create-authenticator.js'
import { createSigner, type ManualClock, manualClock } from '../testing.js'
import { metadataUrls } from './discover-issuer.js'

describe('metadata is looked for', () => {
  test.each([
    [
      'https://id.test',
      [
        'https://id.test/.well-known/openid-configuration',
        'https://id.test/.well-known/oauth-authorization-server',
      ],
    ],
    [
      'https://id.test/',
      [
        'https://id.test/.well-known/openid-configuration',
        'https://id.test/.well-known/oauth-authorization-server',
      ],
    ],
    [
      'https://id.test:8443/realms/one',
      [
        'https://id.test:8443/realms/one/.well-known/openid-configuration',
        'https://id.test:8443/.well-known/oauth-authorization-server/realms/one',
        'https://id.test:8443/.well-known/openid-configuration/realms/one',
      ],
    ],
  ])('of %s in the places of both specifications', (issuer, urls) => {
    expect(metadataUrls(issuer)).toEqual(urls)
  })
})

describe('keys of an issuer that says where they are', () => {
  let clock: ManualClock
  let origin: string
  let auth: Authenticator
  let asked: string[]
  /** What is answered by path: JSON, or a status. */
  let answers: Record<string, object | number | undefined>
  const server = createServer((message, response) => {
    const path = message.url ?? ''
    asked.push(path)
    const answer = answers[path] ?? 404
    if (typeof answer === 'number') response.writeHead(answer).end()
    else response.end(JSON.stringify(answer))
  })
  const other = createSigner({ kid: 'other' })
  const create = (issuer: string): Authenticator => createAuthenticator({ issuer, audience: AUDIENCE, clock })
  const ask = (iss: string, by = signer): Promise<string> =>
    wordFor(auth, request(mint({ iss, iat: clock() - 1, exp: clock() + 1e6 }, {}, by)))
  const cause = async (iss: string): Promise<string> => {
    const view = request(mint({ iss, iat: clock() - 1, exp: clock() + 1e6 }))
    const error = await auth.authenticate(view).catch((thrown: Error) => thrown)
    return String(error instanceof Error ? (error.cause as Error).message : error.status).replace(
      origin.slice(7),
      'HOST',
    )
  }

  beforeEach(async () => {
    clock = manualClock()
    asked = []
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    answers = { '/jwks': signer.jwks, '/jwks2': other.jwks }
  })
  afterEach(async () => {
    auth.close()
    await new Promise((resolve) => server.close(resolve))
  })

  test.each([
    ['', '/.well-known/openid-configuration', 1],
    ['', '/.well-known/oauth-authorization-server', 2],
    ['/', '/.well-known/openid-configuration', 1],
    ['/realms/one', '/realms/one/.well-known/openid-configuration', 1],
    ['/realms/one', '/.well-known/oauth-authorization-server/realms/one', 2],
    ['/realms/one', '/.well-known/openid-configuration/realms/one', 3],
  ])('are found for the issuer %j by %s', async (path, place, tries) => {
    const issuer = origin + path
    answers[place] = { issuer, jwks_uri: `${origin}/jwks` }
    auth = create(issuer)
    expect(await ask(issuer)).toBe('authenticated')
    expect(asked).toHaveLength(tries + 1)
    expect(asked.slice(-2)).toEqual([place, '/jwks'])

    clock.advance(3601)
    expect(await ask(issuer)).toBe('authenticated')
    expect(asked.slice(tries + 1)).toEqual([place, '/jwks'])
  })

  test('are not looked for in another place after an outage of the first', async () => {
    answers['/.well-known/openid-configuration'] = 503
    answers['/.well-known/oauth-authorization-server'] = { issuer: origin, jwks_uri: `${origin}/jwks` }
    auth = create(origin)
    expect(await cause(origin)).toBe('HOST answered 503')
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['another issuer', { issuer: 'https://evil.test' }, 'HOST answered with the metadata of another issuer'],
    ['the issuer with a slash', { issuer: 'SLASH' }, 'HOST answered with the metadata of another issuer'],
    ['no issuer', { issuer: undefined }, 'HOST answered with the metadata of another issuer'],
    ['no jwks_uri', { jwks_uri: undefined }, 'HOST answered with metadata that has no jwks_uri'],
    ['keys over http', { jwks_uri: 'http://id.test/jwks' }, /^HOST names a jwks_uri that is no https URL/],
    ['keys in a file', { jwks_uri: 'file:///etc/passwd' }, 'HOST names a jwks_uri that is no https URL'],
    ['a path alone', { jwks_uri: '/jwks' }, 'HOST names a jwks_uri that is no absolute URL'],
  ])('are an outage where the metadata has %s', async (_what, change, problem) => {
    const issuer = 'issuer' in change && change.issuer === 'SLASH' ? `${origin}/` : origin
    answers['/.well-known/openid-configuration'] = {
      issuer,
      jwks_uri: `${origin}/jwks`,
      ...(issuer === origin && change),
    }
    auth = create(origin)
    expect(await cause(origin)).toMatch(problem)
    expect(asked).toEqual(['/.well-known/openid-configuration'])
  })

  test('move with the metadata; the old ones are good until the new ones are there', async () => {
    const metadata = (path: string): object => ({ issuer: origin, jwks_uri: origin + path })
    answers['/.well-known/openid-configuration'] = metadata('/jwks')
    auth = create(origin)
    expect(await ask(origin)).toBe('authenticated')
    answers['/.well-known/openid-configuration'] = metadata('/gone')
    clock.advance(3601)
    expect(await ask(origin)).toBe('authenticated')
    answers['/.well-known/openid-configuration'] = metadata('/jwks2')
    answers['/jwks'] = 404
    clock.advance(3601)
    await auth.ready()
    clock.advance(120)
    await auth.ready()
    expect(await ask(origin, other)).toBe('authenticated')
    expect(await ask(origin)).toBe('key_not_found')
  })

  test('that have moved to where they cannot be had yet are an outage, and not unknown', async () => {
    answers['/.well-known/openid-configuration'] = { issuer: origin, jwks_uri: `${origin}/jwks` }
    auth = create(origin)
    expect(await ask(origin)).toBe('authenticated')
    answers['/.well-known/openid-configuration'] = { issuer: origin, jwks_uri: `${origin}/moved` }
    answers['/moved'] = 503
    clock.advance(3601)
    expect([await ask(origin), await ask(origin, other)]).toEqual(['authenticated', 'UnavailableError'])
    expect(auth.status().issuers).toMatchObject([{ state: 'fresh', failures: 1 }])
    expect(auth.status().issuers[0]?.lastError?.problem).toMatch(/ answered 503$/)
    answers['/moved'] = other.jwks
    clock.advance(31)
    expect([await ask(origin, other), await ask(origin)]).toEqual(['authenticated', 'key_not_found'])
  })

  test('that have moved are waited for where a key is looked for', async () => {
    answers['/.well-known/openid-configuration'] = { issuer: origin, jwks_uri: `${origin}/jwks` }
    auth = create(origin)
    expect(await ask(origin)).toBe('authenticated')
    answers['/.well-known/openid-configuration'] = { issuer: origin, jwks_uri: `${origin}/jwks2` }
    clock.advance(3601)
    expect(await ask(origin, other)).toBe('authenticated')
  })

  test('that cannot be had where they were are looked for anew', async () => {
    answers['/.well-known/openid-configuration'] = { issuer: origin, jwks_uri: `${origin}/jwks` }
    auth = create(origin)
    await ask(origin)
    answers['/.well-known/openid-configuration'] = { issuer: origin, jwks_uri: `${origin}/jwks2` }
    answers['/jwks'] = 404
    clock.advance(601)
    expect(await ask(origin)).toBe('authenticated')
    for (let round = 0; round < 3; round++) {
      clock.advance(61)
      await auth.ready()
    }
    expect(await ask(origin, other)).toBe('authenticated')
  })
})
