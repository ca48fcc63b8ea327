/** Last characters that leave no stray bits in a group of two or three (RFC 4648, section 3.5). */
const LAST_OF_TWO = 'AQgw'
const LAST_OF_THREE = 'AEIMQUYcgkosw048'

/**
 * Whether `text`, known to be of the base64url alphabet, is the one spelling of its bytes:
 * no impossible length and no stray bits (RFC 7515, section 2; RFC 4648, section 3.5).
 */
export function isCanonicalBase64url(text: string): boolean {
  switch (text.length & 3) {
    case 0:
      return true
    case 2:
      return LAST_OF_TWO.includes(text.charAt(text.length - 1))
    case 3:
      return LAST_OF_THREE.includes(text.charAt(text.length - 1))
    default:
      return false
  }
}

/** Of characters this wide Node's decoder reads the lower half. */
const WIDE = /[^\0-\xff]/

/**
 * The bytes of strict base64url: no padding, white space or stray bits. `undefined` where it is anything else.
 *
 * Node's decoder passes over what belongs to no alphabet, and then gives fewer bytes. So only what else it takes must
 * be looked for, which costs less than a look at every character.
 */
export function decodeBase64url(text: string): Buffer | undefined {
  if (text === '' || !isCanonicalBase64url(text)) return undefined
  if (text.includes('+') || text.includes('/') || WIDE.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length === Math.floor((text.length * 3) / 4) ? bytes : undefined
}
