/** Cases in which our answer is not the one that a file of vectors asks for, and why. */
interface Exception {
  readonly cases: readonly number[]
  /** What we answer: `accepted`, or the code of the refusal. */
  readonly answer: string
  readonly reason: string
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

const ROCA =
  'how the modulus was made (ROCA) is not examined: a fault of the issuer, which published this key as its own'

/** By the name of the file. A case that is listed and answered as the file asks fails the test, as does the reverse. */
const EXCEPTIONS: Readonly<Record<string, readonly Exception[]>> = {
  json_web_signature: [
    {
      cases: [259, 264, 268, 272, 320, 325],
      answer: 'token_malformed',
      reason: 'the payload is empty; that of a JWT is a JSON object (RFC 7519, section 7.2)',
    },
    {
      cases: [346, 350],
      answer: 'algorithm_refused',
      reason: 'the JWK says PS256 and the header PS384: the alg of a JWK binds it (RFC 7517, section 4.4)',
    },
    {
      cases: [347, 351],
      answer: 'configuration',
      reason: 'the JWK says "ES521", which is no algorithm (RFC 7518, section 3.1)',
    },
    {
      cases: [367, 370],
      answer: 'accepted',
      reason:
        'a fault of the file: byte for byte the valid case 357, without the padding that its name speaks of',
    },
    {
      cases: [372, 373],
      answer: 'token_malformed',
      reason: 'a fault of the file: a "?" stands in the base64url (RFC 7515, section 2)',
    },
  ],
  json_web_key: [
    {
      cases: [4],
      answer: 'accepted',
      reason:
        "two keys may share a kid (RFC 7517, section 4.5: SHOULD); each that fits is tried, both are the issuer's",
    },
    { cases: [7], answer: 'accepted', reason: ROCA },
  ],
  json_web_crypto: [{ cases: [46], answer: 'accepted', reason: ROCA }],
  'json_web_encryption, encrypted': [
    {
      cases: [...range(71, 75), 133],
      answer: 'configuration',
      reason: 'the key is for A*GCMKW, which is not supported: A*KW does the same',
    },
    {
      cases: [...range(100, 105), 112, 128],
      answer: 'configuration',
      reason: 'the key is for RSA1_5, whose padding tells what is inside (RFC 8725, section 3.2)',
    },
    {
      cases: [132],
      answer: 'configuration',
      reason:
        'the JWK says "A128GCM", which is an enc, where the header says dir: its alg binds it (RFC 7517, section 4.4)',
    },
    {
      cases: [135],
      answer: 'decryption_failed',
      reason: 'the content is compressed, which tells of it and may grow without end (RFC 8725, section 3.6)',
    },
  ],
  hmac_sha256: [
    {
      cases: range(82, 108),
      answer: 'signature_invalid',
      reason: 'the tag is cut to 128 bits; that of HS256 has 256 (RFC 7518, section 3.2)',
    },
    {
      cases: [...range(163, 165), ...range(166, 168)],
      answer: 'configuration',
      reason: 'the key has 128 bits; that of HS256 has at least 256 (RFC 7518, section 3.2)',
    },
    {
      cases: range(172, 174),
      answer: 'signature_invalid',
      reason: 'the tag is cut to 128 bits; that of HS256 has 256 (RFC 7518, section 3.2)',
    },
  ],
}

/** What one case was answered. */
export interface Answer {
  readonly tcId: number
  readonly result: 'valid' | 'invalid' | 'acceptable'
  readonly answer: string
}

/** The answers that differ from what the file asks, in the form in which they are listed. */
export function differences(answers: readonly Answer[]): string[] {
  const differing = answers.filter(({ answer, result }) => (answer === 'accepted') !== (result === 'valid'))
  return differing.map(({ tcId, answer }) => `${tcId}: ${answer}`)
}

/** The exceptions of a file, in the same form. */
export function listed(file: string): string[] {
  const exceptions = EXCEPTIONS[file] ?? []
  return exceptions
    .flatMap(({ cases, answer }) => cases.map((tcId) => [tcId, `${tcId}: ${answer}`] as const))
    .sort(([one], [other]) => one - other)
    .map(([, text]) => text)
}
