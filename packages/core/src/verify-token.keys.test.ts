import { createHmac, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createVerifier } from './create-verifier.js'
import type { VerifierOptions } from './options/auth-options.js'
import { createSigner, encodeToken, mintToken } from './testing.js'

const signer = createSigner()
const GOOD = { iss: 'a', aud: 'api', sub: 'alice' }

async function verdict(token: string, options: VerifierOptions = {}): Promise<string> {
  const { verify } = createVerifier({
    issuer: 'a',
    audience: 'api',
    keys: signer.keys,
    cache: false,
    ...options,
  })
  return verify(token).then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )
}

describe('algorithms and keys', () => {
  const hmac = createSigner({ alg: 'HS256' })

  it('are asymmetric where nobody asks for a secret by name', async () => {
    expect(() => createVerifier({ issuer: 'a', audience: 'api', keys: hmac.keys })).toThrow(/^keys/)
    const options = { keys: hmac.keys, algorithms: ['HS256'] as const }
    expect(await verdict(mintToken(hmac, GOOD), options)).toBe('accepted')
    expect(await verdict(mintToken(hmac, GOOD))).toBe('algorithm_refused')
  })

  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  it.each([
    ['PEM', publicKey.export({ format: 'pem', type: 'spki' })],
    ['PKCS#1 PEM', publicKey.export({ format: 'pem', type: 'pkcs1' })],
    ['DER', publicKey.export({ format: 'der', type: 'spki' })],
    ['JWK text', JSON.stringify(publicKey.export({ format: 'jwk' }))],
  ])('are not confused: HS256 with the %s of the public key as its secret', async (_what, secret) => {
    const mac = (input: string): Buffer => createHmac('sha256', secret).update(input).digest()
    const forged = encodeToken({ alg: 'HS256' }, { ...GOOD, exp: 4e9 }, mac)
    for (const options of [{}, { algorithms: ['RS256', 'HS256'] as const }])
      expect(await verdict(forged, { keys: { publicKey }, ...options })).toBe('algorithm_refused')
  })

  it("a JWK's alg binds it, and a token cannot choose another", async () => {
    const rsa = createSigner({ alg: 'RS512' })
    const options = { keys: rsa.keys }
    expect(await verdict(mintToken(rsa, GOOD), options)).toBe('accepted')
    for (const alg of ['RS256', 'PS512', 'ES256'])
      expect(await verdict(mintToken(rsa, GOOD, { alg }), options)).toBe('algorithm_refused')
  })

  it('RSA without alg means RS256, unless exactly one RSA algorithm is named', async () => {
    const [rs256, ps256] = [createSigner({ alg: 'RS256' }), createSigner({ alg: 'PS256' })]
    const bare = ({ jwks }: typeof rs256) => ({
      jwk: { ...jwks.keys[0], kty: 'RSA', alg: undefined } as never,
    })
    expect(await verdict(mintToken(rs256, GOOD), { keys: bare(rs256) })).toBe('accepted')
    expect(await verdict(mintToken(ps256, GOOD), { keys: bare(ps256) })).toBe('algorithm_refused')
    expect(await verdict(mintToken(ps256, GOOD), { keys: bare(ps256), algorithms: ['PS256', 'ES256'] })).toBe(
      'accepted',
    )
  })

  it('a kid matches exactly or is refused; only a single declared key without kid answers any', async () => {
    const { kid: _kid, ...jwk } = signer.jwks.keys[0] ?? { kty: '' }
    const [known, unknown, none] = ['test-key', 'other', undefined].map((kid) =>
      mintToken(signer, GOOD, { kid }),
    )
    const others = { jwks: { keys: [...signer.jwks.keys, ...createSigner({ kid: 'b' }).jwks.keys] } }
    const cases: [VerifierOptions['keys'], string | undefined, string][] = [
      [signer.keys, known, 'accepted'],
      [signer.keys, unknown, 'key_not_found'],
      [signer.keys, none, 'accepted'],
      [{ jwk }, unknown, 'accepted'],
      [{ jwks: { keys: [jwk] } }, unknown, 'key_not_found'],
      [others, none, 'key_not_found'],
      [others, known, 'accepted'],
    ]
    for (const [keys, token = '', code] of cases)
      expect(await verdict(token, { keys: keys ?? [] })).toBe(code)
  })

  it('keys in the token are never read', async () => {
    const stranger = createSigner({ kid: 'test-key' })
    const [jwk] = stranger.jwks.keys
    const token = mintToken(stranger, GOOD, { jwk, jku: 'https://evil.example/jwks.json', x5c: ['x'] })
    expect(await verdict(token)).toBe('signature_invalid')
  })
})
