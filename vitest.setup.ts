// In Node 20 a thread locks itself up where it exports a key while what generated that very key is collected as garbage, and
// a run of the tests stood still for it. So generated keys go by way of their bytes, as in the packages.
import crypto, { createPrivateKey, createPublicKey } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const generate = crypto.generateKeyPairSync as (
  type: string,
  options?: object,
) => { publicKey: Buffer; privateKey: Buffer }
const publicKeyEncoding = { format: 'der', type: 'spki' } as const
const privateKeyEncoding = { format: 'der', type: 'pkcs8' } as const

function generateByBytes(type: string, options: object = {}): unknown {
  if ('publicKeyEncoding' in options || 'privateKeyEncoding' in options) return generate(type, options)
  const pair = generate(type, { ...options, publicKeyEncoding, privateKeyEncoding })
  return {
    publicKey: createPublicKey({ key: pair.publicKey, ...publicKeyEncoding }),
    privateKey: createPrivateKey({ key: pair.privateKey, ...privateKeyEncoding }),
  }
}

if (process.versions.node.startsWith('20.')) {
  Object.assign(crypto, { generateKeyPairSync: generateByBytes })
  syncBuiltinESMExports()
}
