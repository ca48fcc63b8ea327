import { type AlgorithmName, ASYMMETRIC_ALGORITHMS } from '../jose/algorithms.js'
import type { KeySource } from './key-source.js'
import { createStaticKeys, type StaticKeys } from './static-keys.js'

/**
 * Makes a key source of declared keys: what a source of your own delegates to once it has fetched them.
 *
 * @param algorithms - the algorithms that the keys may serve; by default every asymmetric one
 * @throws ConfigurationError naming the key and the rule
 * @example
 * let current = createKeySource({ jwks: await load() })
 * const source: KeySource = { ...current, resolve: (kid, alg) => current.resolve(kid, alg) }
 */
export function createKeySource(
  keys: StaticKeys | readonly StaticKeys[],
  algorithms: readonly AlgorithmName[] = ASYMMETRIC_ALGORITHMS,
): KeySource {
  return createStaticKeys(keys, algorithms, 'keys')
}
