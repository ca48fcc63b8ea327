import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Public test vectors stand beside the repository. They are read, never copied; without them the tests are skipped. */
const VECTORS = new URL('../../../shared/vectors/', import.meta.url)

export const HAS_VECTORS = existsSync(VECTORS)

/** One file of vectors, parsed. What is in it is the caller's to know. */
export function readVectors<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, VECTORS), 'utf8')) as T
}

/** The names of the files in one folder of vectors. */
export function listVectors(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, VECTORS)).map((name) => `${folder}/${name}`)
}

/** A file of Wycheproof: groups of cases that share a key. */
export interface Wycheproof<Group, Case> {
  readonly numberOfTests: number
  readonly testGroups: readonly (Group & { readonly tests: readonly (Case & WycheproofCase)[] })[]
}

export interface WycheproofCase {
  readonly tcId: number
  readonly comment: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
}
