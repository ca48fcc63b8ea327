import { type AlgorithmName, ConfigurationError, type Jwk } from '@meishi/core'
import { importJwk } from '@meishi/core/adapter'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { checkSigner } from '../sign/check-signer.js'
import { createTokenSigner, publish } from '../sign/create-token-signer.js'
import type { SigningKey } from '../sign/import-signing-key.js'
import type { TokenSigner } from '../sign/token-signer.js'
import type { FixedKeys, IssuerKeys } from './issuer-keys.js'

type Declared = SigningKey | TokenSigner | { readonly publicJwk: Jwk }
type Labelled = Pick<TokenSigner, 'alg' | 'kid' | 'publicJwk'>

/**
 * The keys of an issuer that changes them itself.
 *
 * @throws ConfigurationError naming the key and the rule
 */
export async function createFixedKeys(keys: FixedKeys, algorithm: AlgorithmName): Promise<IssuerKeys> {
  const declared: readonly Declared[] = isList(keys) ? keys : [keys]
  const [first, ...others] = declared
  if (first === undefined) throw new ConfigurationError('keys', 'expected a key, or a list of keys')
  const pathOf = (index: number): string => (isList(keys) ? `keys[${index}]` : 'keys')
  const signer = await named(toSigner(first, algorithm, pathOf(0)))
  const rest = others.map((one, index) => toPublished(one, algorithm, pathOf(index + 1)))
  const all: readonly Labelled[] = [signer, ...(await Promise.all(rest.map(named)))]
  checkNames(all)
  const refuse = async (): Promise<never> => {
    throw new ConfigurationError(
      'keys',
      'keys that are given stay as they are; leave `keys` out for keys that rotate',
    )
  }
  const published: readonly Jwk[] = all.flatMap(({ publicJwk }) =>
    publicJwk === undefined ? [] : [publicJwk],
  )
  return {
    signer: async () => signer,
    published: async () => published,
    rotate: refuse,
    reset: refuse,
    keyStatus: () =>
      all.map(({ kid, alg }, index) => ({
        kid,
        alg,
        state: index === 0 ? ('current' as const) : ('retired' as const),
      })),
    close: () => {},
  }
}

const isList = (keys: FixedKeys): keys is Extract<FixedKeys, readonly unknown[]> => Array.isArray(keys)

function toSigner(declared: Declared, algorithm: AlgorithmName, path: string): TokenSigner {
  if (typeof declared !== 'object' || declared === null)
    throw new ConfigurationError(path, 'expected one of privateJwk, privateKey, secret, or a signer')
  if (!('sign' in declared)) return createTokenSigner(declared as SigningKey, algorithm, path)
  if (declared.alg !== algorithm)
    throw new ConfigurationError(`${path}.alg`, `expected ${algorithm}, the algorithm of the issuer`)
  return checkSigner(declared, path)
}

/** A key that only verifies may be of another algorithm than the one that signs now. */
function toPublished(declared: Declared, algorithm: AlgorithmName, path: string): Labelled {
  if (typeof declared !== 'object' || declared === null || 'sign' in declared || !('publicJwk' in declared)) {
    const alg = (declared as { privateJwk?: Jwk; alg?: AlgorithmName })?.privateJwk?.alg
    return toSigner(declared, (alg as AlgorithmName | undefined) ?? algorithm, path)
  }
  const { publicJwk } = declared
  const { algorithm: row } = importJwk(publicJwk, [algorithm], `${path}.publicJwk`)
  const alg = (publicJwk.alg as AlgorithmName | undefined) ?? row.name
  return { alg, kid: publicJwk.kid, publicJwk: publish(publicJwk, alg, publicJwk.kid) }
}

/** Verifiers find a key by its name: one without gets its thumbprint (RFC 7638). A secret keeps having none. */
async function named<Key extends Labelled>(key: Key): Promise<Key> {
  if (key.kid !== undefined || key.publicJwk === undefined) return key
  const kid = await calculateJwkThumbprint(key.publicJwk as JWK)
  return Object.freeze({ ...key, kid, publicJwk: publish(key.publicJwk, key.alg, kid) })
}

function checkNames(keys: readonly Labelled[]): void {
  const kids = keys.map(({ kid }) => kid)
  const twice = kids.findIndex((kid, index) => kid !== undefined && kids.indexOf(kid) < index)
  if (twice >= 0)
    throw new ConfigurationError(`keys[${twice}].kid`, 'is the name of another key of the list, too')
}
