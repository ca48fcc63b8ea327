import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { succeed } from './run.js'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The members of a published package.json that the tests read. */
interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export interface PackedPackage {
  readonly name: string
  readonly tarball: string
  /** Where the tarball was unpacked. */
  readonly folder: string
  readonly manifest: Manifest
  /** Every file of the tarball, with `/`. */
  readonly files: readonly string[]
}

/** A folder far from this workspace, so that nothing is found that was not installed there. */
export async function temporaryFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'meishi-packaging-')))
}

/** Builds and packs every package of the workspace, as a release does. Leaves no folder behind when that fails. */
export async function packAll(folder: string): Promise<readonly PackedPackage[]> {
  try {
    await succeed(process.execPath, [join(root, 'scripts/build.mjs')], root)
    const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const pack = ['-r', '--filter', './packages/*', 'pack', '--json', '--pack-destination', folder]
    const packed = JSON.parse(await succeed('npx', ['--yes', packageManager, ...pack], root))
    return await Promise.all([packed].flat().map((entry: { filename: string }) => unpack(entry.filename)))
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
}

async function unpack(tarball: string): Promise<PackedPackage> {
  const target = tarball.replace(/\.tgz$/, '')
  await mkdir(target)
  await succeed('tar', ['-xzf', tarball, '-C', target], target)
  const folder = join(target, 'package')
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  return { name: manifest.name, tarball, folder, manifest, files: await listFiles(folder) }
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((file) => file.replaceAll(sep, '/'))
    .sort()
}
