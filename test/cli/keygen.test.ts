import { createPrivateKey } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { forgeToken } from '@meishi/core/testing'
import { describe, expect, test } from 'vitest'
import { hasMlDsa } from '../../packages/issuer/test-support/has-ml-dsa.js'
import { EXPECTED, folder, ISSUED, meishi, meishiJson } from './meishi.js'

test.each([
  ['RS256', 'RSA'],
  ['PS512', 'RSA'],
  ['ES384', 'EC'],
  ['Ed25519', 'OKP'],
  ['RSA-OAEP-256', 'RSA'],
  ['ECDH-ES', 'EC'],
])('%s: the public part is printed, the private part is in a file of mode 0600', async (alg, kty) => {
  const file = folder().path('key.json')
  const { code, out, err } = await meishi(['keygen', '--alg', alg, '--out', file, '--kid', 'k1'])
  expect({ code, err }).toEqual({ code: 0, err: `The private part is in ${file}.\n` })
  const printed = JSON.parse(out)
  const { d, ...kept } = JSON.parse(readFileSync(file, 'utf8'))
  expect(printed).toMatchObject({ kty, alg, kid: 'k1' })
  expect(printed).not.toHaveProperty('d')
  expect(out).not.toContain(d)
  expect(kept).toMatchObject(printed)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

describe.skipIf(!hasMlDsa)('where Node has ML-DSA', () => {
  test.each(['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'])(
    'a key for %s is AKP, and signs what it verifies',
    async (alg) => {
      const { path, write } = folder()
      const { data } = await meishiJson(['keygen', '--alg', alg, '--out', path('key.json')])
      expect(data.publicJwk).toMatchObject({ kty: 'AKP', alg, pub: expect.any(String) })
      expect(data.publicJwk).not.toHaveProperty('priv')
      const { out: token } = await meishi(['issue', '--key', path('key.json'), ...ISSUED])
      const set = write('jwks.json', (await meishi(['jwks', path('key.json')])).out)
      expect((await meishi(['verify', '--key', set, ...EXPECTED], token)).out).toMatch(/^accepted/)
      const forged = await meishiJson(['verify', '--key', set, ...EXPECTED], forgeToken(token.trim()))
      expect(forged).toMatchObject({ code: 1, data: { code: 'signature_invalid' } })
    },
  )
})

test.skipIf(hasMlDsa)('Where Node has no ML-DSA, no key of it is made or read', async () => {
  const { path, write } = folder()
  const made = await meishi(['keygen', '--alg', 'ML-DSA-65', '--out', path('key.json')])
  expect([made.code, made.err]).toEqual([
    2,
    expect.stringContaining('--alg: this Node cannot make keys for ML-DSA-65'),
  ])
  const file = write('public.json', JSON.stringify({ kty: 'AKP', alg: 'ML-DSA-65', pub: 'AAAA' }))
  const read = await meishi(['jwks', file])
  expect([read.code, read.err]).toEqual([1, expect.stringContaining('this Node has no ML-DSA')])
})

test('A secret has no public part, and is not printed', async () => {
  const file = folder().path('secret.json')
  const { code, out, err } = await meishi(['keygen', '--alg', 'HS256', '--out', file])
  const { kty, k, kid } = JSON.parse(readFileSync(file, 'utf8'))
  expect({ code, kty, out }).toEqual({ code: 0, kty: 'oct', out: '' })
  expect(err).toBe(`The secret, which has no public part, is in ${file}.\n`)
  const { data } = await meishiJson(['keygen', '--alg', 'HS256', '--out', file, '--force'])
  expect(data).toEqual({ alg: 'HS256', file, publicJwk: null, kid: expect.not.stringMatching(kid) })
  expect(JSON.stringify(data) + err).not.toContain(k)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('PEM is read by others', async () => {
  const file = folder().path('key.pem')
  const { out } = await meishi(['keygen', '--alg', 'RS256', '--bits', '3072', '--pem', '--out', file])
  expect(out).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
  expect(createPrivateKey(readFileSync(file)).asymmetricKeyDetails?.modulusLength).toBe(3072)
})

test('A file that is there stays, and --force replaces it with a closed one', async () => {
  const file = folder().path('key.json')
  writeFileSync(file, 'precious', { mode: 0o644 })
  const refused = await meishi(['keygen', '--alg', 'ES256', '--out', file])
  expect(refused.code).toBe(3)
  expect(refused.err).toContain('it is there already; --force replaces it')
  expect(readFileSync(file, 'utf8')).toBe('precious')
  expect((await meishi(['keygen', '--alg', 'ES256', '--out', file, '--force'])).code).toBe(0)
  expect(JSON.parse(readFileSync(file, 'utf8')).kty).toBe('EC')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.each([
  [['--alg', 'RS256'], 2, '--alg and --out are required'],
  [
    ['--alg', 'RS256', '--out', '/nowhere/key'],
    3,
    'cannot be written: there is no such file or folder (ENOENT)',
  ],
  [['--alg', 'XX256', '--out', 'unused'], 2, '--alg: expected one of'],
  [
    ['--alg', 'RS256', '--bits', '1024', '--out', 'unused'],
    2,
    '--bits: expected a whole number from 2048 to 8192',
  ],
  [['--alg', 'RS256', '--bits', 'many', '--out', 'unused'], 2, '--bits needs a whole number'],
  [['--alg', 'HS256', '--pem', '--out', 'unused'], 2, 'a secret has no PEM form'],
])('%j ends with %d', async (args, code, message) => {
  const ended = await meishi(['keygen', ...args])
  expect(ended.code).toBe(code)
  expect(ended.err).toContain(message)
})
