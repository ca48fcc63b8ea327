import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { ConfigurationError, type Jwk } from '@meishi/core'
import type { StoredRing } from './key-ring-store.js'
import type { Ring, RingKey } from './ring.js'
import type { ImportedSealingKey } from './sealing-keys.js'

/** The version of the form in which a ring is stored. A newer one is refused by name. */
const FORMAT = 1
const CIPHER = 'aes-256-gcm'

/** What a record holds: everything but the private keys. */
interface Record extends Omit<Ring, 'keys'> {
  readonly format: number
  readonly issuer: string
  readonly keys: readonly Omit<RingKey, 'privateJwk'>[]
}

/**
 * Puts a ring into the form in which it is stored. Private keys are encrypted (AES-256-GCM); the record beside them is
 * readable and authenticated with them, so that neither can be altered, exchanged or taken to another issuer.
 */
export function sealRing(ring: Ring, issuer: string, [sealing]: readonly ImportedSealingKey[]): StoredRing {
  const { id, key } = sealing as ImportedSealingKey
  const keys = ring.keys.map(({ privateJwk, ...rest }) => rest)
  const record = JSON.stringify({ format: FORMAT, issuer, ...ring, keys } satisfies Record)
  const secrets = ring.keys.flatMap(({ kid, privateJwk }) =>
    privateJwk === undefined ? [] : [[kid, privateJwk]],
  )
  const iv = randomBytes(12)
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(record))
  const text = Buffer.concat([cipher.update(JSON.stringify(secrets)), cipher.final()])
  const parts = [iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))
  return { version: ring.version, record, sealed: [id, ...parts].join('.') }
}

/** A ring that was opened, and the name of the key that had sealed it. */
export interface OpenedRing {
  readonly ring: Ring
  readonly sealedBy: string
}

/**
 * Opens a stored ring.
 *
 * @throws ConfigurationError where it was altered, belongs to another issuer, is of a newer version of meishi, or
 * sealed under a key that is not among those given
 */
export function openRing(
  stored: StoredRing,
  issuer: string,
  keys: readonly ImportedSealingKey[],
): OpenedRing {
  // What a store answers is typed by whoever wrote it.
  if (typeof stored?.sealed !== 'string' || typeof stored.record !== 'string')
    throw new ConfigurationError('store', 'load() gave neither a ring that was saved nor undefined')
  const [id = '', iv = '', text = '', tag = ''] = stored.sealed.split('.')
  const sealing = keys.find((one) => one.id === id)
  if (sealing === undefined)
    throw new ConfigurationError(
      'sealingKeys',
      'the stored key ring is sealed under a key that is not among them',
    )
  const secrets = new Map(decrypt(sealing.key, stored.record, { iv, text, tag }))
  const record: Record = JSON.parse(stored.record)
  check(record, stored.version, issuer)
  const ring = {
    version: record.version,
    keys: record.keys.map((key) => withPrivateKey(key, secrets.get(key.kid))),
    tombstones: record.tombstones,
  }
  return { ring, sealedBy: id }
}

function decrypt(
  key: Buffer,
  record: string,
  parts: Readonly<{ iv: string; text: string; tag: string }>,
): readonly (readonly [string, Jwk])[] {
  const bytes = (part: string): Buffer => Buffer.from(part, 'base64url')
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes(parts.iv), { authTagLength: 16 })
      .setAAD(Buffer.from(record))
      .setAuthTag(bytes(parts.tag))
    return JSON.parse(Buffer.concat([decipher.update(bytes(parts.text)), decipher.final()]).toString())
  } catch (cause) {
    throw new ConfigurationError('store', 'the stored key ring was altered', { cause })
  }
}

function check(record: Record, version: number, issuer: string): void {
  if (record.format !== FORMAT)
    throw new ConfigurationError(
      'store',
      `the stored key ring has the format ${record.format}; this version reads ${FORMAT}`,
    )
  if (record.issuer !== issuer)
    throw new ConfigurationError('store', `the stored key ring belongs to the issuer ${record.issuer}`)
  if (record.version !== version)
    throw new ConfigurationError('store', 'the version of the stored key ring was altered')
}

function withPrivateKey(key: Omit<RingKey, 'privateJwk'>, privateJwk: Jwk | undefined): RingKey {
  return privateJwk === undefined ? key : { ...key, privateJwk }
}
