import type { AsymmetricKeyDetails, KeyObject } from 'node:crypto'
import type { KeyManagement } from './encryption-algorithms.js'

/** The curves on which a key can be agreed, by Node's names, besides X25519. */
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1'])

/** What kind of key it is, in the words of the table; `undefined` where it is for something else. */
export function encryptionKeyKind(key: KeyObject): KeyManagement['needs'] | undefined {
  if (key.type === 'secret') return 'secret'
  const { namedCurve = '' } = key.asymmetricKeyDetails as AsymmetricKeyDetails
  if (key.asymmetricKeyType === 'rsa') return 'RSA'
  return key.asymmetricKeyType === 'x25519' || CURVES.has(namedCurve) ? 'agreement' : undefined
}
