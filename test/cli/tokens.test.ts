import { readFileSync } from 'node:fs'
import { createSigner, mintToken } from '@meishi/core/testing'
import { compactDecrypt, createLocalJWKSet, importJWK, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { EXPECTED, folder, ISSUED, meishi, meishiJson } from './meishi.js'

async function keyFile(alg = 'ES256', kid = 'k1', files = folder()): Promise<string> {
  const file = files.path(`${kid}.json`)
  const { code, err } = await meishi(['keygen', '--alg', alg, '--kid', kid, '--out', file])
  if (code !== 0) throw new Error(err)
  return file
}

async function issued(key: string, ...flags: string[]): Promise<string> {
  const { code, out, err } = await meishi(['issue', '--key', key, ...ISSUED, ...flags])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out.trim()
}

describe('issue', () => {
  test.each(['RS256', 'PS256', 'ES512', 'Ed25519', 'HS384'])(
    'signs with %s, and verify accepts it',
    async (alg) => {
      const key = await keyFile(alg)
      const token = await issued(key, '--lifetime', '60')
      const flags = alg.startsWith('HS') ? ['--alg', alg] : []
      const { code, data } = await meishiJson(['verify', '--key', key, ...EXPECTED, ...flags], token)
      expect(code).toBe(0)
      expect(data).toMatchObject({
        accepted: true,
        claims: { iss: 'https://id.test', sub: 'alice', aud: 'api' },
        key: { from: key, kid: 'k1', alg },
        times: { lifetime: '1 minute' },
      })
    },
  )

  test('takes claims from a file, and refuses those that are registered', async () => {
    const files = folder()
    const key = await keyFile('ES256', 'k1', files)
    const token = await issued(
      key,
      '--claims',
      files.write('claims.json', '{"role":"admin"}'),
      '--typ',
      'JWT',
    )
    expect((await meishiJson(['inspect'], token)).data.claims).toMatchObject({ role: 'admin' })
    const bad = ['--claims', files.write('bad.json', '{"iss":"me"}')]
    const { code, err } = await meishi(['issue', '--key', key, ...ISSUED, ...bad])
    expect(code).toBe(1)
    expect(err).toContain('bad.json: iss: is a registered claim')
  })

  test('encrypts for a reader', async () => {
    const files = folder()
    const reader = await keyFile('RSA-OAEP-256', 'reader', files)
    const token = await issued(await keyFile('ES256', 'k1', files), '--encrypt-for', reader)
    const privateKey = await importJWK(JSON.parse(readFileSync(reader, 'utf8')), 'RSA-OAEP-256')
    const { protectedHeader } = await compactDecrypt(token, privateKey)
    expect(protectedHeader).toMatchObject({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', kid: 'reader' })
    const shown = await meishiJson(['inspect'], token)
    expect(shown.data).toMatchObject({ kind: 'encrypted', claims: null })
  })

  test('warns of a key that others can read', async () => {
    const key = await keyFile()
    const { chmodSync } = await import('node:fs')
    chmodSync(key, 0o644)
    const { code, err } = await meishi(['issue', '--key', key, ...ISSUED])
    expect(code).toBe(0)
    expect(err).toContain('chmod 600')
  })

  test.each([
    [['--issuer', 'x', '--audience', 'a'], 2, '--key and --issuer are required'],
    [
      ['--key', '/nowhere', ...ISSUED],
      3,
      '/nowhere cannot be read: there is no such file or folder (ENOENT)',
    ],
  ])('%j ends with %d', async (args, code, message) => {
    const ended = await meishi(['issue', ...args])
    expect(ended.code).toBe(code)
    expect(ended.err).toContain(message)
  })
})

describe('verify', () => {
  const signer = createSigner({ alg: 'ES256', kid: 'k1' })
  const now = Math.floor(Date.now() / 1000)
  const good = { iss: 'https://id.test', aud: 'api', sub: 'alice' }

  test.each([
    ['token_malformed', 'parse token', 'not a token'],
    ['signature_invalid', 'verify signature', mintToken(createSigner({ alg: 'ES256', kid: 'k1' }), good)],
    ['key_not_found', 'resolve key', mintToken(signer, good, { kid: 'k2' })],
    ['issuer_refused', 'select issuer', mintToken(signer, { ...good, iss: 'https://evil.test' })],
    ['audience_refused', 'check claims', mintToken(signer, { ...good, aud: 'other' })],
    ['token_expired', 'check claims', mintToken(signer, { ...good, iat: 900, exp: 1000 })],
    ['token_not_active', 'check claims', mintToken(signer, { ...good, nbf: now + 3600 })],
    ['header_refused', 'check header', mintToken(signer, good, { typ: 'logout+jwt' })],
  ])('says that %s, which is what %s said', async (code, check, token) => {
    const key = folder().write('jwks.json', JSON.stringify(signer.jwks))
    const ended = await meishiJson(['verify', '--key', key, ...EXPECTED], token)
    expect(ended.code).toBe(1)
    expect(ended.data).toMatchObject({ accepted: false, code, check })
    if (code === 'token_expired')
      expect(ended.data.times).toMatchObject({
        exp: expect.stringMatching(/^1970-01-01T00:16:40Z, \d+ years/),
      })
    if (code === 'key_not_found') expect(ended.data.key).toMatchObject({ kid: 'k1' })
    if (code === 'signature_invalid') expect(ended.data).toMatchObject({ key: null, times: {} })
  })

  test('reads a file, and a header line as it was copied', async () => {
    const files = folder()
    const key = files.write('jwks.json', JSON.stringify(signer.jwks))
    const file = files.write('token.txt', `Authorization: Bearer ${mintToken(signer, good)}\n`)
    expect((await meishi(['verify', '--key', key, ...EXPECTED, file])).code).toBe(0)
  })

  test.each([
    [['--audience', 'a'], 'expected either --issuer or --any-issuer'],
    [['--any-issuer'], 'expected either --audience or --any-audience'],
    [['--any-issuer', '--any-audience'], 'only an --issuer that is one https URL says where its keys are'],
    [['--key', 'a', '--jwks-uri', 'https://b', ...EXPECTED], 'not both'],
  ])('%j is a wrong command line', async (args, message) => {
    const { code, err } = await meishi(['verify', ...args], mintToken(signer, good))
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  test('a key endpoint that is down is neither yes nor no', async () => {
    const args = ['verify', '--jwks-uri', 'http://127.0.0.1:9/jwks.json', ...EXPECTED]
    const { code, err } = await meishi(args, mintToken(signer, good))
    expect(err).toMatch(/cannot be had right now/)
    expect(code).toBe(3)
  })
})

describe('inspect', () => {
  const signer = createSigner({ alg: 'ES256', kid: 'k1' })

  test('shows claims and times, and neither the token nor its signature', async () => {
    const token = mintToken(signer, { sub: 'alice', exp: 4_102_444_800 })
    const { code, out } = await meishi(['inspect'], token)
    expect(code).toBe(0)
    expect(out).toContain('"sub": "alice"')
    expect(out).toMatch(/exp\s+2100-01-01T00:00:00Z, in \d+ years/)
    expect(out).toMatch(/signature\s+unchecked/)
    expect(out).not.toContain(token.split('.')[2])
  })

  test('finds the key under which the signature holds', async () => {
    const files = folder()
    const other = files.write('other.json', JSON.stringify(createSigner({ alg: 'RS256' }).jwks))
    const right = files.write('right.json', JSON.stringify(signer.jwks))
    const token = mintToken(signer)
    const both = await meishiJson(['inspect', '--key', other, '--key', right], token)
    expect(both).toMatchObject({
      code: 0,
      data: { signature: 'holds', key: { from: `${right}#0`, kid: 'k1' } },
    })
    const wrong = await meishiJson(['inspect', '--key', other], token)
    expect(wrong).toMatchObject({ code: 1, data: { signature: 'does not hold', key: null } })
  })

  test('does not let a claim speak to the terminal', async () => {
    const token = mintToken(signer, { sub: '\u001b[31mred\u009b1m\u202eabc' })
    const { out } = await meishi(['inspect'], token)
    expect(out).toContain('\\u001b[31mred\\u009b1m\\u202eabc')
    for (const character of '\u001b\u009b\u202e') expect(out).not.toContain(character)
  })

  test.each([
    ['a.b', 'it has 2 parts'],
    ['a.b!.c', 'part 2 is not base64url'],
    ['YQ.e30.x', 'its header is not a JSON object'],
  ])('%s is not a token', async (text, message) => {
    const { code, err } = await meishi(['inspect'], text)
    expect(code).toBe(1)
    expect(err).toContain(message)
  })

  test('nothing at all is nothing to read', async () => {
    expect(await meishi(['inspect'])).toMatchObject({ code: 3, out: '' })
  })
})

describe('jwks', () => {
  test('publishes private keys without what makes them private', async () => {
    const files = folder()
    const keys = [await keyFile('ES256', 'k1', files), await keyFile('RS256', 'k2', files)]
    const { code, out } = await meishi(['jwks', ...keys])
    expect(code).toBe(0)
    const set = JSON.parse(out) as JSONWebKeySet
    expect(set.keys.map(({ kid, use }) => [kid, use])).toEqual([
      ['k1', 'sig'],
      ['k2', 'sig'],
    ])
    expect(out).not.toMatch(/"(d|p|q|dp|dq|qi|k)"/)
    await expect(jwtVerify(await issued(keys[1] as string), createLocalJWKSet(set))).resolves.toBeDefined()
  })

  test('names a key of PEM by its thumbprint', async () => {
    const file = folder().path('key.pem')
    await meishi(['keygen', '--alg', 'RS256', '--pem', '--out', file])
    expect((await meishi(['jwks', file])).err).toContain('--alg does')
    const { data } = await meishiJson(['jwks', file, '--alg', 'PS256'])
    expect(data.keys).toMatchObject([{ alg: 'PS256', kid: expect.stringMatching(/^[\w-]{43}$/) }])
  })

  test('refuses secrets, and two keys of one name', async () => {
    const files = folder()
    const secret = await keyFile('HS256', 'secret', files)
    const { code, err } = await meishi(['jwks', secret])
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('never published') })
    const key = await keyFile('ES256', 'k1', files)
    expect((await meishi(['jwks', key, key])).err).toContain('another key has the same kid')
  })
})
