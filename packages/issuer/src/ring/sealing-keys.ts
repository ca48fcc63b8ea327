import { createHash, hkdfSync, KeyObject } from 'node:crypto'
import { ConfigurationError } from '@meishi/core'

/** 32 random bytes that only the issuing processes know: bytes, base64url, or a secret `KeyObject`. */
export type SealingKey = string | Uint8Array | KeyObject

/** A sealing key, ready for use, with a name that does not tell what it is. */
export interface ImportedSealingKey {
  readonly id: string
  readonly key: Buffer
}

const BYTES = 32

/**
 * Takes the sealing keys in. The first seals, all may open: so a new one can take the place of an old one.
 *
 * @throws ConfigurationError naming the key and the rule
 */
export function importSealingKeys(keys: readonly SealingKey[], path: string): readonly ImportedSealingKey[] {
  if (!Array.isArray(keys) || keys.length === 0)
    throw new ConfigurationError(path, 'expected a list of keys of 32 bytes; the first seals, all may open')
  return keys.map((key, index) => importSealingKey(key, `${path}[${index}]`))
}

function importSealingKey(given: SealingKey, path: string): ImportedSealingKey {
  const bytes = toBytes(given)
  if (bytes?.length !== BYTES)
    throw new ConfigurationError(
      path,
      'expected 32 random bytes: bytes, base64url text, or a secret KeyObject',
    )
  if (new Set(bytes).size < 8) throw new ConfigurationError(path, 'these bytes are not random')
  const key = Buffer.from(hkdfSync('sha256', bytes, '', 'meishi key ring: seal', BYTES))
  const id = createHash('sha256').update('meishi key ring: id').update(key).digest('base64url').slice(0, 12)
  return { id, key }
}

function toBytes(given: unknown): Buffer | undefined {
  if (given instanceof KeyObject) return given.type === 'secret' ? given.export() : undefined
  if (given instanceof Uint8Array) return Buffer.from(given)
  if (typeof given !== 'string' || !/^[\w-]+$/.test(given)) return undefined
  return Buffer.from(given, 'base64url')
}
