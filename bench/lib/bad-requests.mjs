// The most expensive requests that are refused in the end, by what somebody who has no key can make, and by what a
// trusted issuer could sign.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createRecipient, createSigner, encodeToken, forgeToken, mintToken } from '@meishi/core/testing'
import { audience, issuer } from './tokens.mjs'

const claims = { iss: issuer, aud: audience, sub: 'user-123' }
const past = () => ({ iat: Math.floor(Date.now() / 1000) - 7200, exp: Math.floor(Date.now() / 1000) - 3600 })
const nest = (depth) => (depth === 0 ? 1 : { inner: nest(depth - 1) })
const members = (count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${at}`, at]))
/** By another subject: the signature has the form of a good one, so that only the whole check refuses it. */
const forge = (token) => forgeToken(token, 'payload')

/** A token that is as long as one may be. */
function longest(signer, more) {
  const room = 16_384 - mintToken(signer, { ...claims, ...more, padding: '' }).length
  return mintToken(signer, { ...claims, ...more, padding: 'x'.repeat(Math.floor((room * 3) / 4) - 3) })
}

/** A good token and bad ones of the same key. */
export function requestsOf(signer) {
  const good = mintToken(signer, claims)
  const part = () => randomBytes(4000).toString('base64url')
  const elsewhere = { aud: 'https://elsewhere.example.com' }
  return {
    good,
    'forged claims': forge(good),
    'forged claims, 16 KiB': forge(longest(signer, { sub: 'fooled' })),
    'random text, 16 KiB': `${part()}.${part()}.${part()}`,
    'header of 400 members': encodeToken({ alg: signer.alg, kid: signer.kid, ...members(400) }, claims, () =>
      Buffer.alloc(64),
    ),
    'too long, 1 MiB': 'x'.repeat(2 ** 20),
    'signed: expired': mintToken(signer, { ...claims, ...past() }),
    'signed: expired, 16 KiB': longest(signer, past()),
    'signed: other audience, 15 deep': longest(signer, { ...elsewhere, deep: nest(14) }),
    'signed: other audience, 800 members': mintToken(signer, { ...claims, ...elsewhere, ...members(800) }),
  }
}

/** A service with keys of several kinds: a good RS256 token, and forged ones of the others. */
export function mixedService() {
  const signers = ['RS256', 'ES256', 'EdDSA', 'ES384', 'ES512'].map((alg) => createSigner({ alg, kid: alg }))
  const big = bigRsa()
  const forged = [...signers, big].map((signer) => [`forged ${signer.kid}`, forge(mintToken(signer, claims))])
  return {
    keys: { jwks: { keys: [...signers, big].map(({ keys }) => keys.jwk) } },
    requests: { good: mintToken(signers[0], claims), ...Object.fromEntries(forged) },
  }
}

function bigRsa() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 })
  const kid = 'RS256 of 4096 bits'
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256' }
  return { alg: 'RS256', kid, keys: { jwk }, sign: (input) => sign('sha256', Buffer.from(input), privateKey) }
}

/** A service that takes encrypted tokens beside signed ones. Whoever knows its public key can make the bad ones. */
export async function encryptedService(alg) {
  const signer = createSigner({ alg: 'RS256', kid: 'bench' })
  const recipient = createRecipient({ alg })
  const signed = mintToken(signer, claims)
  const good = await recipient.encrypt(signed)
  const [header, key, iv, ciphertext, tag] = good.split('.')
  return {
    keys: signer.keys,
    decryption: { ...recipient.decryption, required: false },
    requests: {
      good,
      'good, only signed': signed,
      'forged tag': [header, key, iv, ciphertext, flip(tag)].join('.'),
      ...(key !== '' && { 'forged key': [header, flip(key), iv, ciphertext, tag].join('.') }),
      'forged signature inside': await recipient.encrypt(forge(signed)),
      '11 KiB of forged token inside': await recipient.encrypt(
        forge(mintToken(signer, { ...claims, padding: 'x'.repeat(8000) })),
      ),
    },
  }
}

const flip = (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
