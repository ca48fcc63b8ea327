import { randomInt } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  AuthError,
  type ContentEncryptionName,
  createVerifier,
  type DecryptionKeys,
  type KeyManagementName,
} from '@meishi/core'
import fc from 'fast-check'
import { compactDecrypt, createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { build, type Case, cases, RECIPIENTS, SECRET, signer } from './encrypted-cases.js'
import { look } from './only-jose.js'
import { AUDIENCE, ISSUER, NOW } from './trust.js'

const numRuns = Number(process.env.DIFFERENTIAL_CASES ?? 600)
const seed = Number(process.env.DIFFERENTIAL_SEED ?? randomInt(2 ** 31))
const MILLISECONDS_PER_CASE = 50

const keys: readonly DecryptionKeys[] = [
  ...RECIPIENTS.map(({ decryption }) => decryption.keys as DecryptionKeys),
  { secret: SECRET, kid: 'shared', alg: 'dir' },
]
const algorithms: readonly KeyManagementName[] = [...new Set(RECIPIENTS.map(({ alg }) => alg)), 'dir']
// Of 32 bytes two encryptions could be; the secret is for GCM. The other is accepted where it is not direct.
const encryptions: readonly ContentEncryptionName[] = [
  'A128GCM',
  'A192GCM',
  'A256GCM',
  'A192CBC-HS384',
  'A256CBC-HS512',
]

const ours = createVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  keys: signer.keys,
  decryption: { keys, algorithms, encryptions },
  clock: () => NOW,
})
const signed = createLocalJWKSet(signer.jwks as unknown as JSONWebKeySet)

/** The key that the header names, or the first that could be meant: as lenient as can be. */
function keyFor({ kid, alg }: { kid?: unknown; alg?: unknown }) {
  const found = keys.find(
    (key) => 'alg' in key && key.alg === alg && (typeof kid !== 'string' || key.kid === kid),
  )
  if (found === undefined) throw new TypeError('no key')
  return 'secret' in found ? (found.secret as Uint8Array) : (found as { privateKey: never }).privateKey
}

async function askMeishi(token: string): Promise<unknown> {
  try {
    return (await ours.verify(token)).claims
  } catch (error) {
    if (error instanceof AuthError) return error.code
    throw error
  }
}

async function askJose(token: string): Promise<object | undefined> {
  try {
    const options = {
      keyManagementAlgorithms: [...algorithms],
      contentEncryptionAlgorithms: [...encryptions],
    }
    const { plaintext } = await compactDecrypt(
      token,
      (header: object | undefined) => keyFor(header ?? {}),
      options,
    )
    const currentDate = new Date(NOW * 1000)
    const inside = Buffer.from(plaintext).toString('utf8')
    const common = { issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'], currentDate }
    return (await jwtVerify(inside, signed, common)).payload
  } catch {
    return undefined
  }
}

/** Each reason for which meishi refuses what jose opens. Said without any help of what is tested. */
const RULES: readonly (readonly [rule: string, breaks: (token: string) => boolean])[] = [
  ['a token has one spelling', (token) => token.split('.').some((part) => part !== respelled(part))],
  ['nothing is compressed', (token) => Object.hasOwn(look(token).header, 'zip')],
  ['no crit or b64', (token) => ['crit', 'b64'].some((name) => Object.hasOwn(look(token).header, name))],
  [
    'no member is repeated',
    (token) => /"alg".*"alg"|"enc".*"enc"|"kid".*"kid"|"b":1,"b":2/.test(look(token).texts[0]),
  ],
  ['nothing is more than sixteen levels deep', (token) => look(token).texts[0].includes('['.repeat(16))],
  ['kid is text', (token) => ![undefined, 'string'].includes(typeOf(look(token).header.kid))],
  [
    'without a kid exactly one key fits',
    (token) => look(token).header.kid === undefined && look(token).header.alg === 'A256KW',
  ],
]
const respelled = (part: string): string => Buffer.from(part, 'base64url').toString('base64url')
const typeOf = (value: unknown): string | undefined => (value === undefined ? undefined : typeof value)

const tally = new Map<string, number>()
const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)

async function compare(one: Case): Promise<void> {
  const token = await build(one)
  const [meishi, jose] = [await askMeishi(token), await askJose(token)]
  if (typeof meishi === 'object') {
    if (!isDeepStrictEqual(meishi, jose)) throw new Error('accepted, and jose says otherwise')
    if (!isDeepStrictEqual(await askMeishi(token), meishi)) throw new Error('another answer the second time')
    count('accepted by both')
  } else if (jose !== undefined) {
    const rule = RULES.find(([, breaks]) => meishi === 'decryption_failed' && breaks(token))
    if (rule === undefined)
      throw new Error(`only jose accepts, for no reason that is written down: ${meishi}`)
    count(rule[0])
  } else {
    count('refused by both')
  }
}

const plain = { by: 'hand', content: 'token', header: {}, written: '', changes: [] } as const
/** The least token for each rule. */
const examples: [Case][] = [
  [{ ...plain, changes: [['spelled', 4, 'stray', 0]] }],
  [{ ...plain, by: 4, header: { zip: 'DEF' } }],
  [{ ...plain, header: { b64: true } }],
  [{ ...plain, written: '"kid":"one"' }],
  [{ ...plain, written: `"deep":${'['.repeat(16)}${']'.repeat(16)}` }],
  [{ ...plain, header: { kid: 1 } }],
  [{ ...plain, by: 5, header: { kid: undefined } }],
]

describe(`encrypted tokens beside jose, ${numRuns} from the seed ${seed}`, () => {
  test(
    'what is opened jose opens too, and what only jose opens is refused for a written reason',
    () => fc.assert(fc.asyncProperty(cases, compare), { numRuns, seed, examples }),
    10_000 + numRuns * MILLISECONDS_PER_CASE,
  )

  test('the tokens were of every kind, and every written reason was needed', () => {
    console.info(`seed ${seed}, ${numRuns} tokens: ${JSON.stringify(Object.fromEntries(tally))}`)
    expect(RULES.filter(([rule]) => !tally.has(rule)).map(([rule]) => rule)).toEqual([])
    expect(tally.get('accepted by both')).toBeGreaterThan(numRuns / 20)
    expect(tally.get('refused by both')).toBeGreaterThan(numRuns / 10)
  })
})
