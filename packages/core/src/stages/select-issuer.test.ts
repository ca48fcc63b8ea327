import { describe, expect, it } from 'vitest'
import { Family } from '../family.js'
import type { IssuerOptions } from '../options/issuer-options.js'
import type { IssuerPolicy, Policy } from '../policy.js'
import { createSigner, encodeToken } from '../testing.js'
import { parseToken } from './parse-token.js'
import { selectIssuer } from './select-issuer.js'

const { keys } = createSigner()
const LONGEST = `https://${'a'.repeat(504)}`
const oneOf = (issuer: IssuerOptions['issuer']): Policy =>
  new Family({ cache: false, issuer, audience: null, keys }).root.policy
const severalOf = (...names: string[]): Policy =>
  new Family({ cache: false, audience: null, issuers: names.map((issuer) => ({ issuer, keys })) }).root.policy
const tokenOf = (payload: object | string) =>
  parseToken(encodeToken({ alg: 'ES256' }, payload, () => Buffer.alloc(64)))

describe('choosing the issuer', () => {
  const configured = severalOf('a', 'b', LONGEST)
  const [first] = configured.issuers as [IssuerPolicy]
  const unselectable = ['', `${LONGEST}a`, 'with space', 'é'].map((name) => [name, first] as const)
  const several = { ...configured, issuerOf: new Map([...(configured.issuerOf ?? []), ...unselectable]) }

  it('of one takes it and does not look at the payload', () => {
    const policy = oneOf('a')
    const token = tokenOf('not JSON')
    expect(selectIssuer(policy, token)).toBe(policy.issuers[0])
    expect(token.claims).toBeUndefined()
  })

  it.each([
    ['a', 'a'],
    ['b', 'b'],
    [LONGEST, LONGEST],
  ])('of several goes by iss: %s', (iss, label) => {
    expect(selectIssuer(several, tokenOf({ iss }))).toMatchObject({ label })
  })

  it.each([
    ['nobody knows', 'c'],
    ['is missing', undefined],
    ['is null', null],
    ['is a list', ['a']],
    ['is a number', 1],
    ['is empty', ''],
    ['is in another case', 'A'],
    ['has white space around it', ' a'],
    ['is longer than 512 characters', `${LONGEST}a`],
    ['has a space in it', 'with space'],
    ['is not ASCII', 'é'],
    ['is a name that every object inherits', '__proto__'],
  ])('refuses an iss that %s', (_what, iss) => {
    expect(() => selectIssuer(several, tokenOf({ iss }))).toThrow(
      expect.objectContaining({ code: 'issuer_refused' }),
    )
  })

  it('refuses a payload that is no JSON object as malformed', () => {
    expect(() => selectIssuer(several, tokenOf('[]'))).toThrow(
      expect.objectContaining({ code: 'token_malformed' }),
    )
  })

  it('parses the payload once and keeps it', () => {
    const token = tokenOf({ iss: 'a' })
    selectIssuer(several, token)
    const { claims } = token
    selectIssuer(several, token)
    expect(claims).toEqual({ iss: 'a' })
    expect(token.claims).toBe(claims)
  })

  it('is done again for a token that was verified before', () => {
    const verified = { header: { alg: 'ES256' }, claims: { iss: 'b' } }
    expect(selectIssuer(several, verified)).toMatchObject({ label: 'b' })
    expect(() => selectIssuer(severalOf('a', 'c'), verified)).toThrow(
      expect.objectContaining({ code: 'issuer_refused' }),
    )
  })
})

describe('a directory of issuers', () => {
  const [tenant] = severalOf('a').issuers as [IssuerPolicy]
  /** A directory that knows `a`, and would take anything else for it too, and whom it was asked for. */
  const setUp = (isLater = false) => {
    const asked: unknown[] = []
    const find = (name: string): IssuerPolicy | undefined | Promise<IssuerPolicy | undefined> => {
      asked.push(name)
      const found = name === 'b' ? undefined : tenant
      return isLater ? Promise.resolve(found) : found
    }
    return { asked, policy: { ...severalOf('a'), issuerOf: undefined, tenants: { find } } as Policy }
  }

  it.each([false, true])('is asked by iss, and may take its time: %s', async (isLater) => {
    const { asked, policy } = setUp(isLater)
    expect(await selectIssuer(policy, tokenOf({ iss: 'a' }))).toBe(tenant)
    await expect((async () => selectIssuer(policy, tokenOf({ iss: 'b' })))()).rejects.toMatchObject({
      code: 'issuer_refused',
    })
    expect(asked).toEqual(['a', 'b'])
  })

  it.each([
    ['is missing', undefined],
    ['is null', null],
    ['is a list', ['a']],
    ['is a number', 1],
    ['is an object', { toString: 'a' }],
    ['is empty', ''],
    ['has a space in it', 'with space'],
    ['is longer than 512 characters', `${LONGEST}a`],
  ])('is not asked for an iss that %s', (_what, iss) => {
    const { asked, policy } = setUp()
    expect(() => selectIssuer(policy, tokenOf({ iss }))).toThrow(
      expect.objectContaining({ code: 'issuer_refused' }),
    )
    expect(asked).toEqual([])
  })
})
