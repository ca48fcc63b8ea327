// What does it cost everybody else in the process when tokens are encrypted, or made by a policy?
import { createPublicKey } from 'node:crypto'
import { createIssuer, createJwtGenerator, createTokenEncrypter, generateKey } from '@meishi/issuer'
import { CompactEncrypt, importJWK, SignJWT } from 'jose'
import { compareDelays } from '../lib/lanes.mjs'
import { audience, issuer } from '../lib/tokens.mjs'

export const title = 'Issuing encrypted tokens, and tokens by a policy, at full speed'
export const what =
  'How long everybody else in the process waits while tokens are encrypted, or made by a policy: the delay of the event loop.'
export const rounds = 1

const ENC = 'A256GCM'
const claims = { role: 'reader', tenant: 'acme' }

export async function run() {
  const { privateJwk } = await generateKey({ alg: 'RS256', kid: 'bench' })
  const readers = {}
  for (const alg of ['RSA-OAEP-256', 'ECDH-ES+A128KW', 'A256KW', 'dir'])
    readers[alg] = await generateKey({ alg: alg === 'dir' ? ENC : alg, kid: 'reader' })
  const tables = [
    await compareDelays('tokens signed with RS256, then encrypted', {
      ...(await issuers(privateJwk, readers)),
      'jose, RSA-OAEP-256': await joseIssuer(privateJwk, readers['RSA-OAEP-256'].publicJwk),
    }),
    await compareDelays('tokens by a jwt-generate policy', generators(privateJwk, readers)),
  ]
  return { tables, goals: [] }
}

async function issuers(privateJwk, readers) {
  const auth = await createIssuer({ issuer, algorithm: 'RS256', audience, keys: { privateJwk } })
  const issueFor = ([alg, reader]) => {
    const key = { jwk: reader.publicJwk ?? reader.privateJwk }
    const encrypt = createTokenEncrypter({ alg, enc: ENC, key })
    return [`meishi, ${alg}`, () => auth.issue({ subject: 'user-123', claims, encrypt })]
  }
  return Object.fromEntries(Object.entries(readers).map(issueFor))
}

/** A `jti` in each token, so that none is handed out twice. */
function generators(privateJwk, readers) {
  const sign = { algorithm: 'RS256', key: { jwk: 'signing' } }
  const encrypt = { algorithm: 'RSA-OAEP-256', encryption: ENC, key: { crypto: 'reader' } }
  const publicKey = createPublicKey({ format: 'jwk', key: readers['RSA-OAEP-256'].publicJwk })
  const variables = { iss: issuer, sub: 'user-123', aud: audience, more: claims, signing: privateJwk }
  const named = { issuer: 'iss', subject: 'sub', audience: ['aud'], private: 'more' }
  const generate = (parts) => {
    const plan = { title: 'bench', output: { header: 'authorization' }, ...parts }
    const all = { ...plan, claims: { ...named, tokenId: true, lifetime: 3600 } }
    const generator = createJwtGenerator(all, { reader: { publicKey } }, { variables })
    return () => generator.generate({})
  }
  return {
    RS256: generate({ sign }),
    'RS256, then RSA-OAEP-256': generate({ sign, encrypt }),
    'RSA-OAEP-256 alone': generate({ encrypt }),
  }
}

async function joseIssuer(jwk, readerJwk) {
  const [key, reader] = [await importJWK(jwk, 'RS256'), await importJWK(readerJwk, 'RSA-OAEP-256')]
  return async () => {
    const signed = await new SignJWT({ ...claims, jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('user-123')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key)
    return new CompactEncrypt(Buffer.from(signed))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: ENC, kid: 'reader', cty: 'JWT' })
      .encrypt(reader)
  }
}
