import { describe, test } from 'vitest'
import { tryEncryption } from '../../interop/try-encryption.js'
import { tryPeer } from '../../interop/try-peer.js'
import { DEBIAN_PEERS, ENCRYPTING_PEERS } from './debian-peers.js'

// `npm run test:full` installs them where it can. Elsewhere they are skipped, for all to see, and fail where `CI` is set.
for (const { peer, isHere } of DEBIAN_PEERS) {
  if (isHere) tryPeer(peer)
  else if (process.env.CI === 'true')
    test(peer.name, () => Promise.reject(new Error(`${peer.name} is not here`)))
  else describe.skip(`${peer.name} is not here`, () => test('is tried', () => {}))
}

for (const { peer, isHere } of ENCRYPTING_PEERS) {
  if (isHere) tryEncryption(peer)
}
