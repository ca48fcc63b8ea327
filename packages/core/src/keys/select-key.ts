import type { VerificationKey } from '../jose/verification-key.js'

/** Finds keys by `kid`. */
export type SelectKey<Key = VerificationKey> = (kid: string | undefined) => readonly Key[]

const NONE: readonly never[] = []

/**
 * Binds a set of keys. A token's `kid` matches exactly or finds nothing; a token without one is offered
 * all keys, and the caller takes it only if exactly one fits.
 *
 * @param answersAny - the set is a single declared key without `kid`, which stands for any
 */
export function createKeySelector<Key extends { readonly kid: string | undefined }>(
  keys: readonly Key[],
  answersAny = false,
): SelectKey<Key> {
  if (answersAny) return () => keys
  const byKid = new Map<string | undefined, Key[]>()
  for (const key of keys) byKid.set(key.kid, [...(byKid.get(key.kid) ?? []), key])
  return (kid) => (kid === undefined ? keys : (byKid.get(kid) ?? NONE))
}
