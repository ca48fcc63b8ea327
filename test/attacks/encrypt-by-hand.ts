import { createCipheriv, randomBytes } from 'node:crypto'

const encode = (part: string | Uint8Array): string => Buffer.from(part).toString('base64url')

/** Encrypts with AES-GCM under any header, also one that no library would write. Text goes in as it is. */
export function encryptByHand(
  header: object | string,
  content: string | Uint8Array,
  key: Uint8Array,
  encryptedKey: Uint8Array = Buffer.alloc(0),
): string {
  const head = encode(typeof header === 'string' ? header : JSON.stringify(header))
  const iv = randomBytes(12)
  const cipher = createCipheriv(`aes-${key.length * 8}-gcm` as 'aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(head))
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()])
  return [head, ...[encryptedKey, iv, ciphertext, cipher.getAuthTag()].map(encode)].join('.')
}
