import { JOSE } from './node-peers.js'
import { tryEncryption } from './try-encryption.js'

tryEncryption(JOSE)
