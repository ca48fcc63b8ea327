import {
  type ContentEncryption,
  createTokenEncrypter,
  encryptToken,
  generateKey,
  type KeyManagementAlgorithm,
} from '@meishi/issuer'
import { describe, expect, test } from 'vitest'
import { CONTENT, KEY_MANAGEMENT } from '../../interop/encryption.js'
import { tryPeer } from '../../interop/try-peer.js'
import { DEBIAN_PEERS, type DebianPeer } from './debian-peers.js'

for (const peer of DEBIAN_PEERS) {
  if (peer.isHere) {
    tryPeer(peer)
    if (peer.open !== undefined) tryOpening(peer, peer.open)
  } else
    describe.skip(`${peer.name} is not here: apt-get install ${peer.debian}`, () =>
      test('is tried', () => {}))
}

function tryOpening({ name, cannotOpen }: DebianPeer, open: NonNullable<DebianPeer['open']>): void {
  describe.each(KEY_MANAGEMENT)(`${name} opens %s`, (alg) => {
    const reason = cannotOpen?.(alg)
    if (reason !== undefined) {
      test.skip(`skipped: ${reason}`, () => {})
      return
    }
    test.each(CONTENT)('with %s', async (enc) => {
      const { token, privateJwk } = await encrypt(alg, enc)
      expect(open(token, privateJwk)).toBe('{"sub":"山田"}')
    })
  })
}

async function encrypt(alg: KeyManagementAlgorithm, enc: ContentEncryption) {
  const key = await generateKey({ alg: alg === 'dir' ? enc : alg, kid: 'reader' })
  const encrypter = createTokenEncrypter({ alg, enc, key: { jwk: key.publicJwk ?? key.privateJwk } })
  // Not all of them know a key by the name of what it encrypts directly.
  const { alg: _, ...privateJwk } = key.privateJwk
  return { token: await encryptToken('{"sub":"山田"}', encrypter), privateJwk }
}
