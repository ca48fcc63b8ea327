import { NODE_PEERS, OWN_VERIFIER } from './node-peers.js'
import { tryPeer } from './try-peer.js'

for (const peer of [OWN_VERIFIER, ...NODE_PEERS]) tryPeer(peer)
