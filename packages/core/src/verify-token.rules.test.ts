import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createVerifier } from './create-verifier.js'
import type { VerifierOptions } from './options/auth-options.js'
import { createSigner, encodeToken, mintToken } from './testing.js'

/** What the pages on security promise of a token, sentence by sentence, asked at the front door. */
const signer = createSigner()
const GOOD = { iss: 'a', aud: 'api', sub: 'alice' }
const good = mintToken(signer, GOOD)
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = good.split('.')
const signed = (header: object | string, payload: object | string = { ...GOOD, exp: 4e9 }): string =>
  encodeToken(header, payload, signer.sign)

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

describe('one spelling', () => {
  it.each([
    ['as it was signed', good, 'accepted'],
    ['with padding', `${good}=`, 'token_malformed'],
    ['with white space', `${good} `, 'token_malformed'],
    ['with a line break', `${HEADER}.${PAYLOAD}\n.${SIGNATURE}`, 'token_malformed'],
    ['with two parts', `${HEADER}.${PAYLOAD}`, 'token_malformed'],
    ['with four parts', `${good}.${SIGNATURE}`, 'token_malformed'],
    ['with five parts, a JWE', `${HEADER}.a.b.c.d`, 'decryption_failed'],
    ['with six parts', `${good}.${good}`, 'token_malformed'],
  ])('%s', async (_what, token, code) => {
    expect(await verdict(token)).toBe(code)
  })

  it('stray bits are refused, though the bytes are the same', async () => {
    const last = good.charCodeAt(good.length - 1)
    const twin = good.slice(0, -1) + String.fromCharCode(last + 1)
    expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(Buffer.from(SIGNATURE, 'base64url'))
    expect(await verdict(twin)).toBe('token_malformed')
  })

  it('is at most 16 KiB long', async () => {
    const padded = (length: number): string =>
      signed({ alg: 'ES256' }, { ...GOOD, exp: 4e9, pad: 'x'.repeat(length) })
    let length = 12_000
    while (padded(length + 1).length <= 16_384) length++
    expect(await verdict(padded(length))).toBe('accepted')
    expect(await verdict(padded(length + 1))).toBe('token_malformed')
    expect(await verdict(padded(0), { maxTokenBytes: 256 })).toBe('accepted')
    expect(await verdict(padded(200), { maxTokenBytes: 256 })).toBe('token_malformed')
  })
})

describe('header and payload', () => {
  const DEEP = `{"a":${'['.repeat(16)}${']'.repeat(16)}}`
  it.each(['[]', '"x"', 'null', '1', 'text', '{"a":1,"a":2}', DEEP])(
    'are one strict JSON object each, not %s',
    async (text) => {
      expect(await verdict(signed(text.replace(/^\{/, '{"alg":"ES256",')))).toBe('token_malformed')
      expect(await verdict(signed({ alg: 'ES256' }, text))).toBe('token_malformed')
    },
  )

  it('are valid UTF-8', async () => {
    const bytes = Buffer.from('{"iss":"a","aud":"api","exp":4e9,"x":"\xff"}', 'latin1').toString('base64url')
    const input = `${HEADER}.${bytes}`
    expect(await verdict(`${input}.${signer.sign(input).toString('base64url')}`)).toBe('token_malformed')
  })

  it.each([
    ['alg in another case', { alg: 'es256' }, 'algorithm_refused'],
    ['alg none', { alg: 'none' }, 'algorithm_refused'],
    ['zip', { alg: 'ES256', zip: 'DEF' }, 'header_refused'],
    ['enc', { alg: 'ES256', enc: 'A256GCM' }, 'header_refused'],
    ['b64', { alg: 'ES256', b64: false }, 'header_refused'],
    ['unknown crit', { alg: 'ES256', crit: ['x'], x: 1 }, 'header_refused'],
    ['malformed crit', { alg: 'ES256', crit: 'x' }, 'header_refused'],
    ['a refresh token', { alg: 'ES256', typ: 'rt+jwt' }, 'header_refused'],
    ['a logout token', { alg: 'ES256', typ: 'logout+jwt' }, 'header_refused'],
    ['a DPoP proof', { alg: 'ES256', typ: 'dpop+jwt' }, 'header_refused'],
    ['a status list', { alg: 'ES256', typ: 'application/statuslist+jwt' }, 'header_refused'],
    ['an access token', { alg: 'ES256', typ: 'application/AT+jwt' }, 'accepted'],
    ['no typ', { alg: 'ES256' }, 'accepted'],
  ])('%s', async (_what, header, code) => {
    expect(await verdict(signed(header))).toBe(code)
  })
})

describe('claims', () => {
  it('an ID token, whose typ says nothing, is told by its audience', async () => {
    const idToken = mintToken(signer, { ...GOOD, aud: 'client-1', nonce: 'n' }, { typ: 'JWT' })
    expect(await verdict(idToken)).toBe('audience_refused')
    expect(await verdict(idToken, { audience: null })).toBe('accepted')
  })

  it('a token with cnf is refused, because no proof was checked', async () => {
    expect(await verdict(mintToken(signer, { ...GOOD, cnf: { jkt: 'x' } }))).toBe('binding_required')
  })

  it.each(['"4e9"', '1e999', '-1', 'null', '[4e9]', 'true', '253402300800'])(
    'exp of %s is refused',
    async (exp) => {
      expect(await verdict(signed({ alg: 'ES256' }, `{"iss":"a","aud":"api","exp":${exp}}`))).toBe(
        'claim_refused',
      )
    },
  )

  it('times may have fractions, and clocks may differ by 5 s, or by up to 300', async () => {
    const clock = () => 1000
    const token = (exp: number): string => signed({ alg: 'ES256' }, { ...GOOD, exp })
    expect(await verdict(token(995.5), { clock })).toBe('accepted')
    expect(await verdict(token(995), { clock })).toBe('token_expired')
    expect(await verdict(token(701), { clock, clockTolerance: 300 })).toBe('accepted')
    expect(await verdict(token(1000), { clock, clockTolerance: 0 })).toBe('token_expired')
    for (const clockTolerance of [-1, 300.5, Number.NaN])
      expect(() =>
        createVerifier({ issuer: 'a', audience: 'api', keys: signer.keys, clockTolerance }),
      ).toThrow(/^clockTolerance: /)
  })
})

describe('an encrypted token', () => {
  it('is not opened where nobody asked for it, with one answer for every failure', async () => {
    const part = randomBytes(32).toString('base64url')
    for (const header of [{ alg: 'dir', enc: 'A256GCM' }, { alg: 'RSA1_5', enc: 'A128CBC-HS256' }, {}]) {
      const head = Buffer.from(JSON.stringify(header)).toString('base64url')
      expect(await verdict(`${head}.${part}.${part}.${part}.${part}`)).toBe('decryption_failed')
    }
  })
})
