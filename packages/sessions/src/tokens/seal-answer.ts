import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const PURPOSE = 'meishi:1:refresh-successor'

/**
 * Encrypts the answer to a refresh so that only who holds the refresh token that was spent for it can read it: the key
 * is derived from that token and the session (HKDF, RFC 5869), and nobody keeps either.
 */
export function sealAnswer(answer: string, spentToken: string, sessionId: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, keyOf(spentToken, sessionId), iv).setAAD(Buffer.from(sessionId))
  const sealed = Buffer.concat([iv, cipher.update(answer, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return sealed.toString('base64url')
}

/** @returns `undefined` where it is of another token or session, or was altered */
export function openAnswer(sealed: string, spentToken: string, sessionId: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv(CIPHER, keyOf(spentToken, sessionId), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(sessionId))
    .setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const answer = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
    return answer.toString('utf8')
  } catch {
    return undefined
  }
}

function keyOf(spentToken: string, sessionId: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', spentToken, sessionId, PURPOSE, 32))
}
