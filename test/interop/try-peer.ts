import type { AlgorithmName } from '@meishi/core'
import { forgeToken } from '@meishi/core/testing'
import { createIssuer } from '@meishi/issuer'
import { describe, expect, test } from 'vitest'
import { JWS_ALGORITHMS, makePeerKey } from './keys.js'
import { OWN_VERIFIER } from './node-peers.js'
import type { Peer, PeerKey } from './peer.js'

const ISSUER = 'https://auth.example.com'
const claims = {
  subject: '山田',
  audience: ['https://api.example.com', 'b'],
  claims: { roles: ['a', 'ü'], nested: { deep: [1.5, null, true] } },
}

/** Both ways, for every algorithm: what we issue they read, what they issue we read. A skipped one says why. */
export function tryPeer(peer: Peer): void {
  describe.each(JWS_ALGORITHMS)(`${peer.name}, %s`, (alg) => {
    const reason = peer.lacks(alg) ?? OWN_VERIFIER.lacks(alg)
    if (reason !== undefined) {
      test.skip(`skipped: ${reason}`, () => {})
      return
    }
    const key = lazily(alg)

    test('reads what meishi issues, and refuses a forgery of it', async () => {
      const { token, issued } = await issue(await key())
      expect(await peer.verify(token, await key())).toEqual(issued)
      await expect(async () => peer.verify(forgeToken(token), await key())).rejects.toThrow()
    })

    if (peer === OWN_VERIFIER) return
    test('issues what meishi reads', async () => {
      const { issued } = await issue(await key())
      const { jti, ...rest } = issued
      const token = await peer.sign({ ...rest, jti: 'theirs' }, await key())
      expect(await OWN_VERIFIER.verify(token, await key())).toEqual({ ...rest, jti: 'theirs' })
      await expect(OWN_VERIFIER.verify(forgeToken(token), await key())).rejects.toThrow()
    })
  })
}

async function issue(key: PeerKey) {
  const issuer = await createIssuer({
    issuer: ISSUER,
    algorithm: key.alg,
    keys: { privateJwk: key.privateJwk },
  })
  const { token, claims: issued } = await issuer.issue(claims)
  return { token, issued }
}

function lazily(alg: AlgorithmName): () => Promise<PeerKey> {
  let key: Promise<PeerKey> | undefined
  return () => {
    key ??= makePeerKey(alg)
    return key
  }
}
