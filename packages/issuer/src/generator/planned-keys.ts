import { createHash } from 'node:crypto'
import type { EncryptionPlan, Jwk, RuntimeVariables, SigningPlan } from '@meishi/core'
import { LRUCache } from 'lru-cache'
import { createTokenEncrypter, type TokenEncrypter } from '../encrypt/create-token-encrypter.js'
import { createTokenSigner } from '../sign/create-token-signer.js'
import type { TokenSigner } from '../sign/token-signer.js'
import { type CryptoRegistry, encryptionObject, pathOf, signingObject } from './crypto-registry.js'
import { readObject } from './read-object.js'
import { resolveVariable } from './resolve-variable.js'
import { VariableError } from './variable-error.js'

/** A key that is ready, and what tells it apart from others under the same policy. */
interface ReadyKey<Key> {
  readonly key: Key
  readonly fingerprint: string
}

/** Finds the key of a policy for one request. */
export type KeyFinder<Key> = (scopes: readonly RuntimeVariables[]) => ReadyKey<Key>

/** Keys of variables that are kept ready. Most policies have one for all requests. */
const MOST_KEYS = 100

/** @throws ConfigurationError where the crypto object cannot sign so */
export function findSigner(
  { algorithm, key }: Exclude<SigningPlan, { algorithm: 'none' }>,
  registry: CryptoRegistry,
): KeyFinder<TokenSigner> {
  if ('jwk' in key)
    return inVariable(key.jwk, (privateJwk) => createTokenSigner({ privateJwk }, algorithm, key.jwk))
  const path = pathOf(key.crypto)
  return always(createTokenSigner(signingObject(registry, key.crypto), algorithm, path))
}

/** @throws ConfigurationError where the crypto object cannot encrypt so */
export function findEncrypter(
  { algorithm: alg, encryption: enc, key }: EncryptionPlan,
  registry: CryptoRegistry,
): KeyFinder<TokenEncrypter> {
  if ('jwk' in key)
    return inVariable(key.jwk, (jwk) => createTokenEncrypter({ alg, enc, key: { jwk } }, key.jwk))
  const path = pathOf(key.crypto)
  return always(createTokenEncrypter({ alg, enc, ...encryptionObject(registry, key.crypto) }, path))
}

/** A key that is the same for all requests. */
function always<Key>(key: Key): KeyFinder<Key> {
  return () => ({ key, fingerprint: '' })
}

/** A key that a runtime variable holds: it is made ready once, and found again by its text. */
function inVariable<Key extends object>(variable: string, prepare: (jwk: Jwk) => Key): KeyFinder<Key> {
  const ready = new LRUCache<string, ReadyKey<Key>>({ max: MOST_KEYS })
  return (scopes) => {
    const jwk = readObject(resolveVariable(variable, scopes), variable)
    const fingerprint = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url')
    const known = ready.get(fingerprint)
    if (known !== undefined) return known
    const made = { key: prepareOr(variable, () => prepare(jwk as unknown as Jwk)), fingerprint }
    ready.set(fingerprint, made)
    return made
  }
}

function prepareOr<Key>(variable: string, prepare: () => Key): Key {
  try {
    return prepare()
  } catch (cause) {
    throw new VariableError(variable, 'expected a JWK that the policy can use', { cause })
  }
}
