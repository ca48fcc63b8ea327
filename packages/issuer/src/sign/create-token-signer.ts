import { createHmac, type KeyObject, sign, verify } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { type AlgorithmName, ConfigurationError, type Jwk } from '@meishi/core'
import { ALGORITHMS, importKey } from '@meishi/core/adapter'
import { createQueue } from './create-queue.js'
import { FOREIGN_HALVES, importSigningKey, publicHalf, type SigningKey } from './import-signing-key.js'
import type { TokenSigner } from './token-signer.js'

/** The table's row, without importing its type by a name of its own. */
type Algorithm = NonNullable<ReturnType<typeof ALGORITHMS.get>>

/**
 * Prepares a key for signing. Secrets sign on the spot; private keys sign in the thread pool, so that a millisecond of
 * RSA is never one of the event loop.
 *
 * @param key - a private JWK, PEM text, a `KeyObject` or a secret
 * @param alg - the algorithm; may be left out where the JWK has it
 * @throws ConfigurationError where the key is weak, of another kind, or bound to another algorithm
 * @example
 * const signer = createTokenSigner({ privateJwk })
 */
export function createTokenSigner(key: SigningKey, alg?: AlgorithmName, path = 'key'): TokenSigner {
  const labelled = importSigningKey(key, path)
  const name = agreed(alg, labelled.alg, path)
  const { algorithm } = importKey(publicHalf(labelled.key), { alg: name }, [name], path)
  const { kid } = labelled
  if (algorithm.kty === 'oct')
    return Object.freeze({ alg: name, kid, sign: macWith(algorithm, labelled.key) })
  checkHalves(algorithm, labelled.key, path)
  const publicJwk = publish(publicHalf(labelled.key).export({ format: 'jwk' }) as Jwk, name, kid)
  return Object.freeze({ alg: name, kid, publicJwk, sign: signWith(algorithm, labelled.key) })
}

/** `EdDSA` and `Ed25519` are two names of one algorithm; all others differ. */
function agreed(wanted: AlgorithmName | undefined, bound: string | undefined, path: string): AlgorithmName {
  const alg = wanted ?? bound
  if (alg === undefined)
    throw new ConfigurationError(path, 'needs an algorithm: name it, or give the JWK an "alg"')
  const row = ALGORITHMS.get(alg)
  if (row === undefined)
    throw new ConfigurationError('algorithm', `expected one of ${[...ALGORITHMS.keys()].join(', ')}`)
  if (bound !== undefined && ALGORITHMS.get(bound) !== row)
    throw new ConfigurationError(path, `this key is bound to ${bound} and cannot sign with ${alg}`)
  return alg as AlgorithmName
}

/** A JWK may hold a private and a public number that do not belong together, and Node takes it. */
function checkHalves({ hash, verifyOptions }: Algorithm, key: KeyObject, path: string): void {
  const probe = Buffer.from('meishi')
  const signature = sign(hash, probe, { key, ...verifyOptions })
  if (!verify(hash, probe, { key: publicHalf(key), ...verifyOptions }, signature))
    throw new ConfigurationError(path, FOREIGN_HALVES)
}

/** A public key as a key set has it: the key, its name, its one algorithm, its use (RFC 7517, section 4). */
export function publish(publicJwk: Jwk, alg: AlgorithmName, kid: string | undefined): Jwk {
  return Object.freeze({ ...publicJwk, ...(kid === undefined ? {} : { kid }), alg, use: 'sig' })
}

function macWith({ hash }: Algorithm, key: KeyObject): TokenSigner['sign'] {
  return (data) =>
    createHmac(hash as string, key)
      .update(data)
      .digest()
}

/** One for all keys of the process, because they share its cores. */
const slowSignatures = createQueue(availableParallelism())

function signWith({ kty, hash, offThread, verifyOptions }: Algorithm, key: KeyObject): TokenSigner['sign'] {
  const input = { key, ...verifyOptions }
  const signInPool = (data: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      sign(hash, data, input, (error, signature) => (error ? reject(error) : resolve(signature)))
    })
  const isSlow = kty === 'RSA' || offThread
  return isSlow ? (data) => slowSignatures(() => signInPool(data)) : signInPool
}
