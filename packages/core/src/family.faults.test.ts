import { describe, expect, test } from 'vitest'
import { createAuthenticator } from './create-authenticator.js'
import { createVerifier } from './create-verifier.js'
import { createKeySource } from './keys/create-key-source.js'
import type { KeySource } from './keys/key-source.js'
import { mintToken } from './testing/mint-token.js'
import { createSigner } from './testing/signer.js'

const signer = createSigner()
const good = { issuer: 'i', audience: 'a' }

/** A source of the application's own, one function of which does as the test says. */
function sourceWith(changed: Partial<KeySource>): KeySource {
  const { resolve, status, refresh, close } = createKeySource(signer.keys)
  return { resolve, status, refresh, close, ...changed }
}

const fail = (): never => {
  throw new Error('a fault of the application')
}

describe('a source of the application', () => {
  test('whose refresh throws at once does not make ready() fail', async () => {
    const auth = createAuthenticator({ ...good, keys: { source: sourceWith({ refresh: fail }) } })
    await expect(auth.ready()).resolves.toBeUndefined()
  })

  test('whose status throws changes no decision, and is counted', async () => {
    const source = sourceWith({ status: fail })
    const auth = createAuthenticator({ ...good, keys: { source }, onDecision: () => {} })
    const rawHeaders = ['Authorization', `Bearer ${mintToken(signer, { iss: 'i', aud: 'a' })}`]
    expect((await auth.authenticate({ method: 'GET', rawHeaders })).status).toBe('authenticated')
  })

  test('whose close throws does not keep replace() from closing the others, nor from changing', async () => {
    let closed = 0
    const issuers = [
      { issuer: 'x', keys: { source: sourceWith({ close: fail }) } },
      { issuer: 'y', keys: { source: sourceWith({ close: () => closed++ }) } },
    ]
    const verifier = createVerifier({ audience: 'a', issuers })
    verifier.replace({ ...good, keys: signer.keys })
    expect(closed).toBe(1)
    await verifier.verify(mintToken(signer, { iss: 'i', aud: 'a' }))
  })

  test('stands alone, not in a list', () => {
    const keys = [{ source: sourceWith({}) }] as never
    expect(() => createVerifier({ ...good, keys })).toThrow(
      /^keys\[0\]: expected an object with exactly one of/,
    )
  })
})

test('a handle does not map to a name where its sibling looks for tokens', () => {
  const parent = createAuthenticator({ ...good, keys: signer.keys })
  parent.with({ token: { header: 'X-Token' } })
  expect(() => parent.with({ claimMapping: [{ claim: 'sub', to: { header: 'x_token' } }] })).toThrow(
    /^claimMapping: a handle maps to a name/,
  )
})

test('options with a prototype of their own are refused, because what it adds would not count', () => {
  class Options {
    issuer = 'i'
    audience = 'a'
    keys = signer.keys
    get guard(): () => boolean {
      return () => false
    }
  }
  expect(() => createVerifier(new Options())).toThrow('expected a plain object')
})
