import { describe, expect, test } from 'vitest'
import { memoryRevocationList } from '../revocation/memory-revocation-list.js'
import {
  REVOCATION_CLAIMS,
  type RevocationEntry,
  type RevocationKind,
} from '../revocation/revocation-entry.js'
import type { RevocationList, RevocationQuery } from '../revocation/revocation-list.js'
import { revocationListConformance } from './revocation-list-conformance.js'

type Change = (list: RevocationList) => Partial<RevocationList>
const now = (): number => Date.now() / 1000

const withClaims = (query: RevocationQuery, claims: object): RevocationQuery => ({
  ...query,
  token: { ...query.token, claims: { ...query.token.claims, ...claims } },
})

/** Right lists but for one thing. */
const FAULTS: Readonly<Record<string, readonly [change: Change, found: string]>> = {
  'refuses everything': [() => ({ isRevoked: () => true }), 'refuses nothing of which it was not told'],
  'refuses nothing': [
    () => ({ isRevoked: () => false }),
    'refuses a token by its id as soon as revoke() is done, and no other',
  ],
  ...Object.fromEntries(
    (['sessionId', 'groupId', 'subject', 'keyId'] as const).map((kind) => [
      `does not know ${kind}`,
      [
        (list: RevocationList) => ({
          revoke: async (entry: RevocationEntry) =>
            entry[kind] === undefined ? list.revoke(entry) : undefined,
        }),
        `refuses a token by its ${{ sessionId: 'session', groupId: 'group', subject: 'subject', keyId: 'key' }[kind]} as soon as revoke() is done, and no other`,
      ] as const,
    ]),
  ),
  'writes later': [
    (list) => ({
      revoke: async (entry) => void setTimeout(() => void list.revoke(entry).catch(() => {}), 50),
    }),
    'refuses a token by its id as soon as revoke() is done, and no other',
  ],
  'takes the kid of the header': [
    (list) => ({ isRevoked: (query) => list.isRevoked({ ...query, keyId: query.token.header.kid }) }),
    'refuses a token by its key as soon as revoke() is done, and no other',
  ],
  'goes by whole seconds': [
    (list) => ({
      isRevoked: (query) =>
        list.isRevoked(withClaims(query, { iat: Math.floor(query.token.claims.iat as number) })),
    }),
    'tells tokens whose times differ by a fraction of a second apart',
  ],
  'lets tokens without iat pass': [
    (list) => ({ isRevoked: (query) => query.token.claims.iat !== undefined && list.isRevoked(query) }),
    'tells tokens whose times differ by a fraction of a second apart',
  ],
  'blocks a subject for ever': [
    (list) => ({
      revoke: (entry) => list.revoke('subject' in entry ? { expiresAt: now() + 1e6, ...entry } : entry),
    }),
    'means by a subject alone what was issued until now',
  ],
  'never blocks a subject': [
    (list) => ({
      revoke: (entry) => list.revoke('subject' in entry ? { issuedBefore: now(), ...entry } : entry),
    }),
    'means by a subject with an end whatever is issued until then',
  ],
  'drops at exp': [
    (list) => ({
      revoke: async (entry) => ((entry.expiresAt ?? now()) < now() ? undefined : list.revoke(entry)),
    }),
    'keeps an entry after the exp of its token, for clocks that differ',
  ],
  'fails for what expired': [
    (list) => ({
      revoke: async (entry) => {
        if ((entry.expiresAt ?? now()) < now() - 3600) throw new Error('expired')
        return list.revoke(entry)
      },
    }),
    'takes an entry whose tokens have all expired',
  ],
}

/** Keeps the last entry of a target only, takes anything, and mixes kinds. */
function lastEntryOnly(): RevocationList {
  const held = new Map<string, RevocationEntry>()
  const kinds = Object.keys(REVOCATION_CLAIMS) as RevocationKind[]
  return {
    revoke: async (entry) =>
      void held.set(`${entry.issuer}:${kinds.map((kind) => entry[kind] ?? '').join('')}`, entry),
    isRevoked: ({ token: { claims }, keyId }) =>
      [claims.jti, claims.sid, claims.gid, claims.sub, keyId].some((id) => {
        const entry = held.get(`${claims.iss}:${id}`)
        return entry !== undefined && (claims.iat ?? 0) < (entry.issuedBefore ?? now())
      }),
  }
}

async function failuresOf(create: () => RevocationList): Promise<string[]> {
  const results = await Promise.all(
    revocationListConformance(create).map(({ name, run }) =>
      run().then(
        () => [],
        () => [name],
      ),
    ),
  )
  return results.flat()
}

describe('the conformance tests', () => {
  test('accept a list that keeps the contract', async () => {
    expect(await failuresOf(() => memoryRevocationList())).toEqual([])
  })

  test.each(Object.entries(FAULTS))('find a list that %s', async (_fault, [change, found]) => {
    const broken = (): RevocationList => {
      const list = memoryRevocationList()
      return { ...list, ...change(list) }
    }
    expect(await failuresOf(broken)).toContain(found)
  })

  test('find a list that keeps the last entry, mixes kinds and takes everything', async () => {
    const failures = await failuresOf(lastEntryOnly)
    expect(failures).toContain('is not weakened by a second entry that says less')
    expect(failures).toContain('keeps what is made of the same characters apart')
    expect(failures.filter((name) => name.startsWith('refuses an entry'))).not.toHaveLength(0)
  })

  test('wait for a list that is made asynchronously', async () => {
    const cases = revocationListConformance(async () => memoryRevocationList())
    await expect(cases[0]?.run()).resolves.toBeUndefined()
  })
})
