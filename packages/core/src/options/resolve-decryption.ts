import { ConfigurationError } from '../errors/configuration-error.js'
import { CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS } from '../jose/encryption-algorithms.js'
import { createOpener, type Openings } from '../jose/open-encrypted.js'
import { createDecryptionKeys } from '../keys/decryption-keys.js'
import type { DecryptionPolicy, Policy } from '../policy.js'
import type { ErasedOptions } from './auth-options.js'
import type { DecryptionOptions } from './decryption-options.js'

/**
 * Resolves how encrypted tokens are opened, and what a proof then belongs to: what another decryption opened proves
 * nothing here.
 *
 * @param partition - of the keys and issuers
 * @param parent - used again where the overrides leave decryption alone
 * @param openings - of the whole family, which the limit is about
 * @throws {@link ConfigurationError} naming the key, or where bare claims could not be trusted
 */
export function resolveDecryption(
  { decryption, issuers }: ErasedOptions,
  partition: object,
  parent: DecryptionPolicy | undefined,
  openings?: Openings,
): Pick<Policy, 'decryption' | 'partition'> {
  const resolved = resolve(decryption, parent, openings)
  // A secret belongs to nobody by name, so it would let one issuer speak for the other.
  if (resolved?.bareClaims && issuers !== undefined)
    throw new ConfigurationError(
      'decryption.bareClaims',
      'goes with one issuer: a secret does not tell which of several `issuers` has it',
    )
  return { decryption: resolved, partition: resolved === parent ? partition : Object.freeze({}) }
}

function resolve(
  declared: DecryptionOptions | null | undefined,
  parent: DecryptionPolicy | undefined,
  openings: Openings | undefined,
): DecryptionPolicy | undefined {
  if (declared === undefined || declared === null) return undefined
  return declared === parent?.declared ? parent : createDecryption(declared, openings)
}

function createDecryption(declared: DecryptionOptions, openings: Openings | undefined): DecryptionPolicy {
  const accepted = {
    algorithms: pick(KEY_MANAGEMENTS, declared.algorithms),
    encryptions: pick(CONTENT_ENCRYPTIONS, declared.encryptions),
  }
  const { select, hasSecret } = createDecryptionKeys(declared.keys, accepted, 'decryption.keys')
  const { required = true, bareClaims = false, maxInFlight = 128 } = declared
  if (bareClaims && !hasSecret)
    throw new ConfigurationError(
      'decryption.bareClaims',
      'needs a { secret }: under a public key anybody can encrypt claims',
    )
  const open = createOpener(maxInFlight, openings)
  return Object.freeze({ declared, ...accepted, select, open, required, bareClaims })
}

function pick<Row>(
  table: ReadonlyMap<string, Row>,
  names = [...table.keys()] as readonly string[],
): ReadonlyMap<string, Row> {
  return new Map([...table].filter(([name]) => names.includes(name)))
}
