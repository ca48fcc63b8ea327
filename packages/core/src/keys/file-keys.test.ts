import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AUDIENCE, ISSUER, mint, request, wordFor } from '../../test-support/authentication.js'
import { type Authenticator, createAuthenticator } from '../create-authenticator.js'
import type { Keys } from '../options/issuer-options.js'
import { createSigner, type ManualClock, manualClock, type Signer } from '../testing.js'

const [a, b] = [createSigner({ kid: 'a' }), createSigner({ kid: 'b' })]
let clock: ManualClock
let folder: string
let file: string
let auth: Authenticator
const setOf = (...signers: Signer[]): string =>
  JSON.stringify({ keys: signers.flatMap(({ jwks }) => jwks.keys) })
const create = (keys: Keys = { file }): Authenticator =>
  createAuthenticator({ issuer: ISSUER, audience: AUDIENCE, keys, clock })
const ask = (signer: Signer, header = {}): Promise<string> =>
  wordFor(auth, request(mint({ iat: clock() - 1, exp: clock() + 1e6 }, header, signer)))
const statusOf = () => auth.status().issuers[0]

beforeEach(async () => {
  clock = manualClock()
  folder = await mkdtemp(join(tmpdir(), 'meishi-'))
  file = join(folder, 'keys.json')
})
afterEach(async () => {
  auth.close()
  await rm(folder, { recursive: true })
})

test('a key set in a file is read, and read again when it was written anew', async () => {
  await writeFile(file, setOf(a))
  auth = create()
  expect(await ask(a)).toBe('authenticated')
  await writeFile(file, setOf(a, b))
  expect(await ask(b)).toBe('key_not_found')
  clock.advance(5)
  expect(await ask(b)).toBe('authenticated')
  await writeFile(file, setOf(b))
  clock.advance(5)
  expect(await ask(a)).toBe('key_not_found')
})

test('a file is found to be another one by a rename, and by a symbolic link that turns', async () => {
  for (const [name, signer] of [['one', a] as const, ['two', b] as const]) {
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, 'keys.json'), setOf(signer))
  }
  await symlink('one', join(folder, 'data'))
  auth = create({ file: pathToFileURL(join(folder, 'data', 'keys.json')) })
  expect(await ask(a)).toBe('authenticated')
  await symlink('two', join(folder, 'next'))
  await rename(join(folder, 'next'), join(folder, 'data'))
  clock.advance(5)
  expect(await ask(b)).toBe('authenticated')
  expect(await ask(a)).toBe('key_not_found')
})

test.each([
  ['is half written', setOf(b).slice(0, 90), 'keys.json holds neither a key set nor PEM text'],
  ['is empty', '', 'keys.json holds neither a key set nor PEM text'],
  ['has no keys', '{"keys":[]}', 'keys.json gave no usable key'],
  ['has no key set', '{}', 'keys.json gave no key set'],
  ['is too long', ' '.repeat(512 * 1024 + 1), 'keys.json is longer than 512 KiB'],
  ['is gone', undefined, 'keys.json cannot be reached (ENOENT)'],
])('a file that %s keeps the good keys, and says so', async (_what, content, problem) => {
  await writeFile(file, setOf(a))
  auth = create()
  await ask(a)
  if (content === undefined) await rm(file)
  else await writeFile(file, content)
  clock.advance(6)
  expect(await ask(a)).toBe('authenticated')
  expect(statusOf()).toMatchObject({ state: 'stale', lastError: { problem } })
  await writeFile(file, setOf(b))
  clock.advance(60)
  await auth.ready()
  expect(await ask(b)).toBe('authenticated')
  expect(statusOf()?.state).toBe('fresh')
})

test('a file that is not there is an outage, until it is', async () => {
  auth = create()
  expect(await ask(a)).toBe('UnavailableError')
  expect(statusOf()).toMatchObject({ state: 'down', keys: [] })
  await writeFile(file, setOf(a))
  clock.advance(5)
  expect(await ask(a)).toBe('authenticated')
})

const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'spki' }) as string
const publicKeyOf = async (signer: Signer): Promise<string> => {
  const { createPublicKey } = await import('node:crypto')
  return pem(createPublicKey({ format: 'jwk', key: signer.jwks.keys[0] as never }))
}

test('PEM text in a file is one key, which answers any kid unless it is named', async () => {
  await writeFile(file, await publicKeyOf(a))
  auth = create()
  expect(await ask(a, { kid: 'whatever' })).toBe('authenticated')
  auth = create({ file, kid: 'a', alg: 'ES256' })
  expect(await ask(a)).toBe('authenticated')
  expect(await ask(a, { kid: 'whatever' })).toBe('key_not_found')
  await writeFile(file, await publicKeyOf(b))
  clock.advance(5)
  expect(await ask(a)).toBe('signature_invalid')
})

test.each([
  [
    'a private key',
    () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
    'keys.json holds a private key; give the public one',
  ],
  [
    'a weak key',
    () => pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
    /no usable key: an RSA key has 2048 to 8192 bits/,
  ],
  ['no readable key', () => '-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----', /without a readable/],
])('PEM text with %s is an outage', async (_what, content, problem) => {
  await writeFile(file, content())
  auth = create()
  expect(await ask(a)).toBe('UnavailableError')
  expect(statusOf()?.lastError?.problem).toMatch(problem)
})
