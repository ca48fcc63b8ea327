import type { KeyObject } from 'node:crypto'
import { ConfigurationError } from '@meishi/core'
import { encryptionKeyKind, importKey, type KeyManagement } from '@meishi/core/adapter'

/** Whether a key is of the kind and the strength that its algorithm needs. */
export function checkEncryptionKey(
  key: KeyObject,
  { name, needs, secretBytes }: KeyManagement,
  contentKeyBytes: number,
  path: string,
): void {
  if (encryptionKeyKind(key) !== needs)
    throw new ConfigurationError(path, `this key cannot be used with ${name}`)
  // The strength of an RSA key is a rule of core, whatever the key is for.
  if (needs === 'RSA') importKey(key, { alg: 'RS256' }, ['RS256'], path)
  const bytes = secretBytes ?? contentKeyBytes
  if (needs === 'secret' && key.symmetricKeySize !== bytes)
    throw new ConfigurationError(
      path,
      `${name} takes a secret of ${bytes} bytes; this one has ${key.symmetricKeySize}`,
    )
}
