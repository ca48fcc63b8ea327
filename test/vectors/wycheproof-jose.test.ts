import type { Jwk, JwkSet } from '@meishi/core'
import { describe, expect, it } from 'vitest'
import { type Answer, differences, listed } from './exceptions.js'
import { declare, judge } from './judge.js'
import { open } from './judge-encrypted.js'
import { HAS_VECTORS, readVectors, type Wycheproof } from './read-vectors.js'

interface Group {
  readonly public?: Jwk | JwkSet
  readonly private: Jwk | JwkSet
}
/** JSON serializations stand in the files as objects. */
interface Case {
  readonly jws?: string | object
  readonly jwe?: string | object
  /** Hexadecimal. */
  readonly pt?: string
}
type File = Wycheproof<Group, Case>

const textOf = (token: string | object = ''): string =>
  typeof token === 'string' ? token : JSON.stringify(token)

async function answersOf({ testGroups }: File, wanted: 'jws' | 'jwe'): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const group of testGroups) {
    const keys =
      wanted === 'jws'
        ? declare(group.public ?? group.private)
        : { secret: Buffer.alloc(32), alg: 'HS256' as const }
    for (const { tcId, result, [wanted]: token } of group.tests) {
      if (token !== undefined) answers.push({ tcId, result, answer: await judge(textOf(token), keys) })
    }
  }
  return answers
}

/** With the key of each group; what is opened must be what the file says was inside. */
async function openedOf({ testGroups }: File): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const group of testGroups) {
    for (const { tcId, result, jwe, pt } of group.tests) {
      if (jwe === undefined) continue
      const inside = await open(textOf(jwe), group.private as Jwk)
      if (typeof inside !== 'string' && pt !== undefined) expect(inside.toString('hex')).toBe(pt)
      answers.push({ tcId, result, answer: typeof inside === 'string' ? inside : 'accepted' })
    }
  }
  return answers
}

describe.skipIf(!HAS_VECTORS)('Wycheproof, JOSE', () => {
  it.each([
    ['json_web_signature', 401],
    ['json_web_key', 26],
    ['json_web_crypto', 49],
  ])(
    '%s: %i signed tokens are answered as the file asks, but for the listed exceptions',
    async (file, count) => {
      const answers = await answersOf(readVectors(`wycheproof/${file}_test.json`), 'jws')
      expect(differences(answers)).toEqual(listed(file))
      expect(answers).toHaveLength(count)
    },
  )

  it.each([
    ['json_web_encryption', 139],
    ['json_web_crypto', 34],
  ])('%s: none of %i encrypted tokens is opened, for nobody asked for it', async (file, count) => {
    const answers = await answersOf(readVectors(`wycheproof/${file}_test.json`), 'jwe')
    const valid = answers.filter(({ result }) => result === 'valid')
    expect(new Set(valid.map(({ answer }) => answer))).toEqual(new Set(['decryption_failed']))
    for (const { answer } of answers) expect(['decryption_failed', 'token_malformed']).toContain(answer)
    expect(answers).toHaveLength(count)
  })

  it.each([
    ['json_web_encryption', 139],
    ['json_web_crypto', 34],
  ])(
    '%s: %i encrypted tokens are opened as the file asks, but for the listed exceptions',
    async (file, count) => {
      const answers = await openedOf(readVectors(`wycheproof/${file}_test.json`))
      expect(differences(answers)).toEqual(listed(`${file}, encrypted`))
      expect(answers).toHaveLength(count)
    },
  )

  it('calls two cases invalid that are the valid case 357 byte for byte', () => {
    const { testGroups } = readVectors<File>('wycheproof/json_web_signature_test.json')
    const tokens = new Map(testGroups.flatMap(({ tests }) => tests.map(({ tcId, jws }) => [tcId, jws])))
    expect(tokens.get(367)).toBe(tokens.get(357))
    expect(tokens.get(370)).toBe(tokens.get(357))
  })
})
