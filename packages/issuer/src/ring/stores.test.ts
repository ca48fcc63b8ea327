import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyRingStoreConformance } from '../testing/key-ring-store-conformance.js'
import { fileKeyRing } from './file-key-ring.js'
import { memoryKeyRing } from './memory-key-ring.js'

let root: string
let count = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'key-ring-'))
})
afterAll(() => rm(root, { recursive: true }))
const newFolder = (): string => join(root, String(count++), 'keys')
const stored = (version: number) => ({ version, record: `record ${version}`, sealed: 's' })

describe('memory', () => {
  const cases = keyRingStoreConformance(() => {
    const store = memoryKeyRing()
    return () => store
  })
  for (const { name, run } of cases) test(name, run)
})

describe('files', () => {
  const cases = keyRingStoreConformance(() => {
    const folder = newFolder()
    return () => fileKeyRing(folder)
  })
  for (const { name, run } of cases) test(name, run)

  test.skipIf(process.platform === 'win32')('only their owner can read them', async () => {
    const folder = newFolder()
    await fileKeyRing(folder).save(stored(1), 0)
    const [name = ''] = await readdir(folder)
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  test('one version is left, and nothing beside it', async () => {
    const folder = newFolder()
    const store = fileKeyRing(folder)
    for (let version = 0; version < 5; version++) await store.save(stored(version + 1), version)
    expect(await readdir(folder)).toEqual(['ring-after-0000000000000004.json'])
  })

  test('what a process that died had half-written is passed over, and swept in time', async () => {
    const folder = newFolder()
    const store = fileKeyRing(folder)
    await store.save(stored(1), 0)
    const [dead, alive] = [join(folder, '.dead.tmp'), join(folder, '.alive.tmp')]
    await writeFile(dead, '{"version":9')
    await writeFile(alive, '{"version":9')
    await utimes(dead, 0, 0)
    expect((await store.load())?.version).toBe(1)
    await store.save(stored(2), 1)
    expect(await readdir(folder)).toEqual(['.alive.tmp', 'ring-after-0000000000000001.json'])
  })

  test('a file of other text is an error, not an empty ring', async () => {
    const folder = newFolder()
    const store = fileKeyRing(folder)
    await store.save(stored(1), 0)
    const [name = ''] = await readdir(folder)
    expect(await readFile(join(folder, name), 'utf8')).toContain('record 1')
    await writeFile(join(folder, name), 'not JSON')
    await expect(store.load()).rejects.toThrow(SyntaxError)
    await expect(store.save(stored(2), 1)).rejects.toThrow(SyntaxError)
  })

  test('a folder that cannot be made is an error', async () => {
    const file = join(root, 'a-file')
    await writeFile(file, '')
    await expect(fileKeyRing(file).save(stored(1), 0)).rejects.toThrow(/EEXIST|ENOTDIR/)
    await expect(fileKeyRing(file).load()).rejects.toThrow('ENOTDIR')
  })

  test.each(['', undefined, 7])('%o is no folder', (folder) => {
    expect(() => fileKeyRing(folder as never)).toThrow('folder: expected a path')
  })
})
