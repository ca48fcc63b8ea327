import { readdirSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, describe, expect, test } from 'vitest'

import { packAll, root, temporaryFolder } from './pack.js'
import { run } from './run.js'

const require = createRequire(import.meta.url)
const attw = join(dirname(require.resolve('@arethetypeswrong/cli/package.json')), 'dist/index.js')

/** Peers of the packages that have others than core alone. */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  '@meishi/core': [],
}

const folder = await temporaryFolder()
afterAll(() => rm(folder, { recursive: true }))
const packages = await packAll(folder)

test('every package of the workspace is packed', () => {
  expect(packages.map(({ name }) => name).sort()).toEqual(
    readdirSync(join(root, 'packages'))
      .map((name) => `@meishi/${name}`)
      .sort(),
  )
})

describe.each(packages)('$name', (packed) => {
  const { manifest, files } = packed

  test('publint has nothing to say', async () => {
    const { buffer } = new Uint8Array(await readFile(packed.tarball))
    const { messages, pkg } = await publint({ pack: { tarball: buffer } })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  /**
   * `node16` leaves out the resolution of Node 10, which knows no `exports`. The rule that a `require` must not meet an
   * ES module is of the time before `require` could load one: every Node in `engines` can. Whatever else may be wrong
   * for a CommonJS consumer is still reported, which the profile `esm-only` would not do.
   */
  test('the types are those of the code, for ES modules, CommonJS and bundlers', {
    timeout: 60_000,
  }, async () => {
    const options = ['--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm', '--no-color']
    const { code, stdout, stderr } = await run(process.execPath, [attw, packed.tarball, ...options], folder)
    expect(code, stdout + stderr).toBe(0)
  })

  test('holds the build, the readme, the licence and nothing else', () => {
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
    const others = files.filter((file) => !/^(LICENSE|README\.md|package\.json)$/.test(file))
    expect(others.filter((file) => !/^dist\/.*\.(js|d\.ts)$/.test(file))).toEqual([])
    expect(others.filter((file) => /\.test\.|test-support|tsbuildinfo/.test(file))).toEqual([])
  })

  test('every file of the build comes from a source that is still there', () => {
    const sources = new Set(
      readdirSync(join(root, 'packages', packed.name.replace('@meishi/', ''), 'src'), {
        recursive: true,
        encoding: 'utf8',
      }).map((file) => file.replaceAll('\\', '/')),
    )
    const orphans = files
      .filter((file) => file.startsWith('dist/'))
      .filter((file) => !sources.has(file.replace(/^dist\//, '').replace(/(\.d\.ts|\.js)$/, '.ts')))
    expect(orphans).toEqual([])
  })

  // They would be half of the weight, and the build is the source but for its types.
  test('names no source map', async () => {
    const texts = await Promise.all(files.map((file) => readFile(join(packed.folder, file), 'utf8')))
    expect(files.filter((_, at) => texts[at]?.includes('sourceMappingURL='))).toEqual([])
  })

  test('the doors are types and code for everybody, without the condition of the workspace', () => {
    for (const [door, target] of Object.entries(manifest.exports)) {
      expect(Object.keys(target), door).toEqual(['types', 'default'])
      expect(files).toEqual(expect.arrayContaining(Object.values(target).map((file) => file.slice(2))))
    }
    expect(JSON.stringify(manifest)).not.toContain('@meishi/source')
  })

  test('no range of the workspace is left, and core is a peer of the same version', () => {
    expect(JSON.stringify(manifest)).not.toMatch(/workspace:|link:|file:|catalog:/)
    if (manifest.name === '@meishi/cli') return // it is run, and brings the others along
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@meishi/'))).toEqual([])
    const peers = Object.entries(manifest.peerDependencies ?? {}).filter(([name]) =>
      name.startsWith('@meishi/'),
    )
    const expected = PEERS[manifest.name] ?? ['@meishi/core']
    expect(peers).toEqual(expected.map((name) => [name, `^${manifest.version}`]))
  })
})
