import { Refusal } from '../errors/refusal.js'
import type { DecryptionKey } from '../jose/decryption-key.js'
import { ownMember } from '../jose/own-member.js'
import type { DecryptionPolicy } from '../policy.js'
import type { EncryptedToken } from '../token.js'

/** What was inside, and the key that opened it. Nobody has looked at it. */
export interface Decrypted {
  readonly plaintext: Buffer
  readonly key: DecryptionKey
}

/** Members that change how the rest is to be read (RFC 7516, sections 4.1.3 and 4.1.13; RFC 7797). */
const REFUSED_MEMBERS = ['zip', 'crit', 'b64']

/**
 * Opens an encrypted token with the one key that its `kid` and `alg` name. Whatever goes wrong has one name, so that
 * no answer tells how far a forged token came (RFC 7516, section 11.5).
 *
 * @throws {@link Refusal} `decryption_failed`; {@link UnavailableError} where too many are being opened
 */
export async function decryptToken(token: EncryptedToken, decryption: DecryptionPolicy): Promise<Decrypted> {
  const key = selectKey(token, decryption)
  if (key === undefined) throw new Refusal('decryption_failed', { length: token.text.length })
  return { plaintext: await decryption.open(token.text, key, token.header.enc), key }
}

function selectKey(
  { header, hasEncryptedKey }: EncryptedToken,
  { algorithms, encryptions, select }: DecryptionPolicy,
): DecryptionKey | undefined {
  const algorithm = algorithms.get(header.alg)
  const encryption = encryptions.get(header.enc)
  if (algorithm === undefined || encryption === undefined) return undefined
  if (REFUSED_MEMBERS.some((name) => Object.hasOwn(header, name))) return undefined
  if (hasEncryptedKey === algorithm.isDirect) return undefined
  const fitting = select(ownMember(header, 'kid') as string | undefined).filter(
    (key) => key.algorithm === algorithm && (key.encryption ?? encryption) === encryption,
  )
  // Without a `kid` several may fit, and trying them all would multiply the work for every forged token.
  return fitting.length === 1 ? fitting[0] : undefined
}
