import { createPrivateKey, KeyObject } from 'node:crypto'
import { ConfigurationError } from '../errors/configuration-error.js'
import { isRecord } from '../http/overlay.js'
import type { AcceptedEncryption, DecryptionKey } from '../jose/decryption-key.js'
import type { KeyManagementName } from '../jose/encryption-algorithms.js'
import { importDecryptionKey } from '../jose/import-decryption-key.js'
import type { Jwk, JwkSet } from '../jose/import-jwk.js'
import { importPrivateJwk, isForNoDecryption } from '../jose/import-private-jwk.js'
import { createKeySelector, type SelectKey } from './select-key.js'
import { secretObject } from './static-keys.js'

/** Keys that open tokens, each kind under its own name. Of several that change over time, each has a `kid`. */
export type DecryptionKeys =
  | { /** One private key (RFC 7517, section 4). */ readonly jwk: Jwk }
  | {
      /** A set of private keys (RFC 7517, section 5). Keys for signatures in it are passed over. */
      readonly jwks: JwkSet
    }
  | {
      /** PEM (PKCS#8, PKCS#1 or SEC 1, not encrypted) or a private `KeyObject`. */
      readonly privateKey: string | KeyObject
      readonly kid?: string
      readonly alg?: KeyManagementName
    }
  | {
      /** A shared secret of exactly the length that its algorithm needs: text counts as UTF-8. */
      readonly secret: string | Uint8Array | KeyObject
      readonly kid?: string
      readonly alg?: KeyManagementName
    }

/** Keys that were taken in. */
export interface ImportedDecryptionKeys {
  readonly select: SelectKey<DecryptionKey>
  /** Whether a secret is among them. */
  readonly hasSecret: boolean
}

/**
 * Imports declared keys once.
 *
 * @throws {@link ConfigurationError} naming the key and the rule
 */
export function createDecryptionKeys(
  declared: DecryptionKeys | readonly DecryptionKeys[],
  accepted: AcceptedEncryption,
  path: string,
): ImportedDecryptionKeys {
  const declarations = isList(declared) ? declared : [declared]
  const keys = declarations.flatMap((one, index) =>
    importDeclared(one, accepted, isList(declared) ? `${path}[${index}]` : path),
  )
  if (keys.length === 0) throw new ConfigurationError(path, 'holds no key that opens tokens')
  checkUnique(keys, path)
  const answersAny = keys.length === 1 && keys[0]?.kid === undefined && !('jwks' in (declarations[0] ?? {}))
  return {
    select: createKeySelector(Object.freeze(keys), answersAny),
    hasSecret: keys.some(({ algorithm }) => algorithm.needs === 'secret'),
  }
}

const isList = (
  declared: DecryptionKeys | readonly DecryptionKeys[],
): declared is readonly DecryptionKeys[] => Array.isArray(declared)

/** Of two keys the second would be tried where the first fails: twice the work for every forged token. */
function checkUnique(keys: readonly DecryptionKey[], path: string): void {
  const names = keys.map(({ kid, algorithm, encryption }) =>
    JSON.stringify([kid, algorithm.name, encryption?.name]),
  )
  if (new Set(names).size < names.length)
    throw new ConfigurationError(path, 'two keys have one `kid` and one algorithm; no token could tell them')
}

function importDeclared(
  declared: DecryptionKeys,
  accepted: AcceptedEncryption,
  path: string,
): DecryptionKey[] {
  if ('jwk' in declared) return [importPrivateJwk(declared.jwk, accepted, `${path}.jwk`)]
  if ('jwks' in declared) return importSet(declared.jwks, accepted, `${path}.jwks`)
  if ('privateKey' in declared) {
    const key = privateKeyObject(declared.privateKey, `${path}.privateKey`)
    return [importDecryptionKey(key, declared, accepted, `${path}.privateKey`)]
  }
  const secret = secretObject(declared.secret, `${path}.secret`)
  return [importDecryptionKey(secret, declared, accepted, `${path}.secret`)]
}

function importSet(jwks: JwkSet, accepted: AcceptedEncryption, path: string): DecryptionKey[] {
  if (!isRecord(jwks)) throw new ConfigurationError(path, 'expected a key set, { keys: [...] }')
  if (!Array.isArray(jwks.keys) || jwks.keys.length === 0)
    throw new ConfigurationError(`${path}.keys`, 'expected a list of JWKs')
  return jwks.keys.flatMap((jwk: Jwk, index) =>
    isForNoDecryption(jwk ?? {}) ? [] : [importPrivateJwk(jwk, accepted, `${path}.keys[${index}]`)],
  )
}

function privateKeyObject(key: string | KeyObject, path: string): KeyObject {
  if (key instanceof KeyObject) {
    if (key.type !== 'private') throw new ConfigurationError(path, 'expected a private key')
    return key
  }
  if (typeof key !== 'string' || !key.includes('-----BEGIN'))
    throw new ConfigurationError(path, 'expected PEM text (no path, no bytes) or a KeyObject')
  try {
    return createPrivateKey(key)
  } catch (cause) {
    throw new ConfigurationError(path, 'the PEM text holds no readable private key', { cause })
  }
}
