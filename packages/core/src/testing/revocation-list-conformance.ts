import { strict as assert } from 'node:assert'
import { randomUUID } from 'node:crypto'
import type { RevocationEntry } from '../revocation/revocation-entry.js'
import type { RevocationList, RevocationQuery } from '../revocation/revocation-list.js'
import type { ConformanceCase } from './conformance-case.js'
import { MALFORMED_ENTRIES } from './revocation-list-conformance/malformed-entries.js'
import { ENTRIES, newToken, now, others } from './revocation-list-conformance/tokens.js'

/**
 * The tests of the {@link RevocationList} contract.
 *
 * @param createList - makes a list that can answer, or gives one that others use too: the tests make up their own ids
 * @example
 * for (const { name, run } of revocationListConformance(() => myList())) test(name, run)
 */
export function revocationListConformance(
  createList: () => RevocationList | Promise<RevocationList>,
): readonly ConformanceCase[] {
  return Object.entries({ ...CASES, ...MALFORMED_CASES }).map(([name, check]) => ({
    name,
    run: async () => check(await createList()),
  }))
}

type Check = (list: RevocationList) => Promise<void>

const CASES: Record<string, Check> = {
  'refuses nothing of which it was not told': async (list) => {
    assert.equal(await list.isRevoked(newToken()), false)
  },
  'tells tokens whose times differ by a fraction of a second apart': async (list) => {
    const query = newToken()
    const at = Math.floor(now()) - 60
    await list.revoke({
      issuer: query.issuer,
      subject: query.token.claims.sub as string,
      issuedBefore: at + 0.5,
    })
    const withIat = (iat: number | undefined): RevocationQuery => {
      const { iat: _iat, ...claims } = query.token.claims
      return { ...query, token: { ...query.token, claims: iat === undefined ? claims : { ...claims, iat } } }
    }
    for (const iat of [at - 1, at, at + 0.499, undefined])
      assert.equal(await list.isRevoked(withIat(iat)), true, `iat ${iat}`)
    for (const iat of [at + 0.5, at + 0.501, at + 1])
      assert.equal(await list.isRevoked(withIat(iat)), false, `iat ${iat}`)
  },
  'means by a subject alone what was issued until now': async (list) => {
    const query = newToken()
    await list.revoke({ issuer: query.issuer, subject: query.token.claims.sub as string })
    assert.equal(await list.isRevoked(query), true)
    const claims = { ...query.token.claims, iat: now() + 60 }
    assert.equal(await list.isRevoked({ ...query, token: { ...query.token, claims } }), false)
  },
  'means by a subject with an end whatever is issued until then': async (list) => {
    const query = newToken({ iat: now() + 30 })
    const subject = query.token.claims.sub as string
    await list.revoke({ issuer: query.issuer, subject, expiresAt: now() + 60 })
    assert.equal(await list.isRevoked(query), true)
  },
  'is not weakened by a second entry that says less': async (list) => {
    const query = newToken()
    const entry = { issuer: query.issuer, sessionId: query.token.claims.sid as string }
    await list.revoke({ ...entry, issuedBefore: now(), expiresAt: now() + 3600 })
    await list.revoke({ ...entry, issuedBefore: now() - 1000, expiresAt: now() - 3600 })
    assert.equal(await list.isRevoked(query), true)
  },
  'keeps an entry after the exp of its token, for clocks that differ': async (list) => {
    const query = newToken()
    await list.revoke({
      issuer: query.issuer,
      tokenId: query.token.claims.jti as string,
      expiresAt: now() - 200,
    })
    assert.equal(await list.isRevoked(query), true)
  },
  'takes an entry whose tokens have all expired': async (list) => {
    const { issuer } = newToken()
    await list.revoke({ issuer, tokenId: randomUUID(), expiresAt: now() - 86_400 })
  },
  'keeps what is made of the same characters apart': async (list) => {
    const query = newToken({ sub: 'a:b', sid: 'c' })
    await list.revoke({ issuer: query.issuer, subject: 'a', reason: 'b:c' })
    await list.revoke({ issuer: query.issuer, subject: 'c' })
    await list.revoke({ issuer: query.issuer, sessionId: 'a:b' })
    assert.equal(await list.isRevoked(query), false)
  },
  'holds many entries at once': async (list) => {
    const queries = Array.from({ length: 200 }, () => newToken())
    await Promise.all(
      queries.map((query) =>
        list.revoke({ issuer: query.issuer, tokenId: query.token.claims.jti as string }),
      ),
    )
    for (const query of queries) assert.equal(await list.isRevoked(query), true)
  },
}

for (const [kind, entryOf] of Object.entries(ENTRIES)) {
  CASES[`refuses a token by ${kind} as soon as revoke() is done, and no other`] = async (list) => {
    const query = newToken()
    await list.revoke(entryOf(query))
    assert.equal(await list.isRevoked(query), true)
    for (const other of others(query)) assert.equal(await list.isRevoked(other), false)
  }
}

const MALFORMED_CASES: Readonly<Record<string, Check>> = Object.fromEntries(
  Object.entries(MALFORMED_ENTRIES).map(([what, entry]) => [
    `refuses an entry ${what}`,
    async (list: RevocationList) => {
      await assert.rejects(async () => list.revoke(entry as RevocationEntry))
    },
  ]),
)
