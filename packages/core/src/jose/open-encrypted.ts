import { Refusal } from '../errors/refusal.js'
import { UnavailableError } from '../errors/unavailable-error.js'
import type { DecryptionKey } from './decryption-key.js'

/** Opens a compact JWE with one key. */
export type OpenEncrypted = (text: string, key: DecryptionKey, encryption: string) => Promise<Buffer>

/**
 * Binds the limit on private-key operations: each takes a thread for a millisecond or more, so a flood of forged tokens
 * would fill the pool. What a secret opens is cheap and not counted. `jose` is loaded with the first token and not before.
 *
 * @param maxInFlight - how many private-key operations may run at once
 */
export function createOpener(maxInFlight: number): OpenEncrypted {
  let loading: Promise<typeof import('jose/jwe/compact/decrypt')> | undefined
  let inFlight = 0

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
    if (inFlight >= maxInFlight) throw tooMany(maxInFlight)
    inFlight++
    try {
      return await open(text, key, encryption)
    } finally {
      inFlight--
    }
  }
}

function tooMany(maxInFlight: number): UnavailableError {
  const cause = new Error(`decryption.maxInFlight: ${maxInFlight} private-key operations are running`)
  return new UnavailableError('decryption', { cause, retryAfter: 1 })
}
