import { afterEach, describe, expect, it, vi } from 'vitest'
import { receive, responseTo, surfaceOf, viewOf } from '../test-support/receive.js'
import { type AuthOptions, createAuthenticator } from './index.js'
import { type Decorations, enforce } from './protect.js'
import { createSigner, mintToken } from './testing.js'

afterEach(() => void vi.unstubAllGlobals())

const slow = createSigner({ alg: 'ES384', kid: 'a' })
const claims = { iss: 'a', aud: 'api', sub: 'alice', jti: 'one' }

/** What waits in each of these is an asynchronous function of Node's own. */
const WAITING: [string, AuthOptions][] = [
  ['for a signature', {}],
  ['for the application', { check: async () => true }],
  ['for a revocation list', { revocation: { isRevoked: async () => false } }],
  ['for a replay store', { preventReplay: { store: { consume: async () => true } } }],
]

describe.each(WAITING)(
  'where an application has its own class of promises, and a decision waits %s',
  (_what, more) => {
    const visit = async (text: string | undefined) => {
      const message = await receive({
        headers: text === undefined ? [] : [['Authorization', `Bearer ${text}`]],
      })
      const holder: Decorations = {}
      return { surface: surfaceOf(message), view: viewOf(message), response: responseTo(message), holder }
    }
    const options = { issuer: 'a', audience: 'api', keys: slow.keys, maxLifetime: 3600, ...more }

    it('lets a good token in and no forged one', async () => {
      const token = mintToken(slow, claims)
      const [good, forged] = [
        await visit(token),
        await visit(mintToken(createSigner({ alg: 'ES384', kid: 'a' }), claims)),
      ]
      vi.stubGlobal('Promise', class extends Promise<unknown> {})
      const authenticator = createAuthenticator(options)
      await enforce(authenticator, good)
      expect(good.holder).toMatchObject({ auth: { claims: { sub: 'alice' } } })
      await expect(async () => enforce(authenticator, forged)).rejects.toMatchObject({ status: 401 })
      expect(forged.holder).toEqual({})
    })
  },
)
