/** Last characters that leave no stray bits in a group of two or three (RFC 4648, section 3.5). */
const LAST_OF_TWO = /[AQgw]$/
const LAST_OF_THREE = /[AEIMQUYcgkosw048]$/

/**
 * Whether `text`, known to be of the base64url alphabet, is the one spelling of its bytes:
 * no impossible length and no stray bits (RFC 7515, section 2; RFC 4648, section 3.5).
 */
export function isCanonicalBase64url(text: string): boolean {
  switch (text.length & 3) {
    case 0:
      return true
    case 2:
      return LAST_OF_TWO.test(text)
    case 3:
      return LAST_OF_THREE.test(text)
    default:
      return false
  }
}

const ALPHABET = /^[\w-]+$/

/** The bytes of strict base64url: no padding, white space or stray bits. `undefined` where it is anything else. */
export function decodeBase64url(text: string): Buffer | undefined {
  return ALPHABET.test(text) && isCanonicalBase64url(text) ? Buffer.from(text, 'base64url') : undefined
}
