import { Refusal } from '../errors/refusal.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { Algorithm } from '../jose/algorithms.js'
import type { VerificationKey } from '../jose/verification-key.js'
import type { IssuerPolicy } from '../policy.js'
import type { HeaderFacts } from '../token.js'

/**
 * The keys that may have made the signature: of the issuer, with exactly the token's `kid`, bound to its algorithm.
 * Without a `kid` only if exactly one key fits. A key source that cannot tell is an outage.
 *
 * @throws {@link Refusal} `key_not_found`, `algorithm_refused`; {@link UnavailableError}
 */
export function resolveKey(
  { kid }: HeaderFacts,
  algorithm: Algorithm,
  issuer: IssuerPolicy,
): readonly VerificationKey[] | Promise<readonly VerificationKey[]> {
  const keys = ask(issuer, kid, algorithm.name)
  if (Array.isArray(keys)) return selectFitting(withoutWithdrawn(keys, issuer), kid, algorithm)
  return Promise.resolve(keys)
    .then(asKeys)
    .catch(unavailable)
    .then((found) => selectFitting(withoutWithdrawn(found, issuer), kid, algorithm))
}

function ask(
  issuer: IssuerPolicy,
  kid: string | undefined,
  alg: string,
): ReturnType<IssuerPolicy['keys']['resolve']> {
  try {
    return issuer.keys.resolve(kid, alg)
  } catch (cause) {
    return unavailable(cause)
  }
}

/** A source of the application's own may answer anything. */
function asKeys(keys: unknown): readonly VerificationKey[] {
  if (Array.isArray(keys)) return keys
  throw new TypeError('the key source did not answer with a list of keys')
}

function unavailable(cause: unknown): never {
  throw cause instanceof UnavailableError ? cause : new UnavailableError('keys', { cause })
}

function withoutWithdrawn(
  keys: readonly VerificationKey[],
  { withdrawals, names }: IssuerPolicy,
): readonly VerificationKey[] {
  return withdrawals.size === 0 ? keys : keys.filter((key) => !withdrawals.has(names, key.kid))
}

function selectFitting(
  keys: readonly VerificationKey[],
  kid: string | undefined,
  algorithm: Algorithm,
): readonly VerificationKey[] {
  const [only] = keys
  if (only === undefined) throw new Refusal('key_not_found', { kid })
  if (keys.length === 1) {
    if (only.algorithm.name !== algorithm.name) throw new Refusal('algorithm_refused')
    return keys
  }
  const fitting = keys.filter((key) => key.algorithm.name === algorithm.name)
  if (kid === undefined && fitting.length !== 1) throw new Refusal('key_not_found', { kid })
  if (fitting.length === 0) throw new Refusal('algorithm_refused')
  return fitting
}
