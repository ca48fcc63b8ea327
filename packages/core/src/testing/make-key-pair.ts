import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

/**
 * Makes a key pair, by way of its bytes: in Node 20 a thread locks itself up where it exports a key while what generated
 * that very key is collected as garbage, and here no exported key is a generated one.
 */
export function makeKeyPair(
  type: string,
  options: { readonly modulusLength?: number; readonly namedCurve?: string | undefined },
): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  const { publicKey, privateKey } = generate(type, { ...options, ...ENCODED })
  return {
    publicKey: createPublicKey({ key: publicKey, ...ENCODED.publicKeyEncoding }),
    privateKey: createPrivateKey({ key: privateKey, ...ENCODED.privateKeyEncoding }),
  }
}

const ENCODED = {
  publicKeyEncoding: { format: 'der', type: 'spki' },
  privateKeyEncoding: { format: 'der', type: 'pkcs8' },
} as const

/** Node's types know the key types by name, one overload each; the tables know them as text. */
const generate = generateKeyPairSync as unknown as (
  type: string,
  options: object,
) => { publicKey: Buffer; privateKey: Buffer }
