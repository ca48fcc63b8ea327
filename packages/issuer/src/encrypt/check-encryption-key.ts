import type { KeyObject } from 'node:crypto'
import { ConfigurationError } from '@meishi/core'
import { importKey } from '@meishi/core/adapter'
import { AGREEMENT_CURVES, type KeyManagement } from './encryption-algorithms.js'

/** Whether a key is of the kind and the strength that its algorithm needs. */
export function checkEncryptionKey(
  key: KeyObject,
  alg: string,
  { kind, secretBytes }: KeyManagement,
  contentKeyBytes: number,
  path: string,
): void {
  const fits = { secret: key.type === 'secret', rsa: isRsa(key), agreement: isForAgreement(key) }
  if (!fits[kind]) throw new ConfigurationError(path, `this key cannot be used with ${alg}`)
  // The strength of an RSA key is a rule of core, whatever the key is for.
  if (kind === 'rsa') importKey(key, { alg: 'RS256' }, ['RS256'], path)
  const bytes = secretBytes ?? contentKeyBytes
  if (kind === 'secret' && key.symmetricKeySize !== bytes)
    throw new ConfigurationError(
      path,
      `${alg} takes a secret of ${bytes} bytes; this one has ${key.symmetricKeySize}`,
    )
}

const isRsa = (key: KeyObject): boolean => key.type === 'public' && key.asymmetricKeyType === 'rsa'

function isForAgreement(key: KeyObject): boolean {
  if (key.type !== 'public') return false
  if (key.asymmetricKeyType === 'x25519') return true
  return AGREEMENT_CURVES.includes(key.asymmetricKeyDetails?.namedCurve ?? '')
}
