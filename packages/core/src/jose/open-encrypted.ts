import { Refusal } from '../errors/refusal.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { DecryptionKey } from './decryption-key.js'

/** Opens a compact JWE with one key. */
export type OpenEncrypted = (text: string, key: DecryptionKey, encryption: string) => Promise<Buffer>

/** How many private-key operations are under way: one count for all handles of a family, which share the threads. */
export interface Openings {
  running: number
}

/**
 * Binds the limit on private-key operations: each takes a thread for a millisecond or more, so a flood of forged tokens
 * would fill the pool. What a secret opens is cheap and not counted. `jose` is loaded with the first token and not before.
 *
 * @param maxInFlight - how many private-key operations may run at once, those of others included that have the same count
 */
export function createOpener(maxInFlight: number, openings: Openings = { running: 0 }): OpenEncrypted {
  let loading: Promise<typeof import('jose/jwe/compact/decrypt')> | undefined

  const open: OpenEncrypted = async (text, { key, algorithm }, encryption) => {
    loading ??= import('jose/jwe/compact/decrypt')
    const { compactDecrypt } = await loading
    const options = {
      keyManagementAlgorithms: [algorithm.name],
      contentEncryptionAlgorithms: [encryption],
    }
    try {
      const { plaintext } = await compactDecrypt(text, key, options)
      return Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
    } catch {
      throw new Refusal('decryption_failed', { length: text.length })
    }
  }

  return async (text, key, encryption) => {
    if (key.algorithm.needs === 'secret') return open(text, key, encryption)
    if (openings.running >= maxInFlight) throw tooMany(maxInFlight)
    openings.running++
    try {
      return await open(text, key, encryption)
    } finally {
      openings.running--
    }
  }
}

function tooMany(maxInFlight: number): UnavailableError {
  const cause = new Error(`decryption.maxInFlight: ${maxInFlight} private-key operations are running`)
  return new UnavailableError('decryption', { cause, retryAfter: 1 })
}
