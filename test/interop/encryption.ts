import type { ContentEncryptionName, KeyManagementName } from '@meishi/core'

export const KEY_MANAGEMENT: readonly KeyManagementName[] = [
  'dir',
  'A128KW',
  'A192KW',
  'A256KW',
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
]

export const CONTENT: readonly ContentEncryptionName[] = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
]
