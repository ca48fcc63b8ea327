import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type PackedPackage, root } from '../../packaging/pack.js'
import { run, succeed } from '../../packaging/run.js'

const tsc = join(root, 'node_modules/typescript/bin/tsc')

/** The other packages that a project uses, by version. */
export type Dependencies = Readonly<Record<string, string>>

/** A project of somebody else, who has installed the packed packages with npm. */
export interface Consumer {
  readonly folder: string
  /** Writes a file; its folder is made where it is missing. */
  write(file: string, text: string): Promise<void>
  /** Compiles files and returns what the compiler says, a line each. */
  compile(compilerOptions: object, files: readonly string[]): Promise<readonly string[]>
  /** Runs a file with one Node or another. It must not print a warning either. Returns the JSON that it printed. */
  run(file: string, node?: string): Promise<unknown>
}

export async function createConsumer(
  folder: string,
  packages: readonly PackedPackage[],
  dependencies: Dependencies = {},
  npmOptions: readonly string[] = [],
): Promise<Consumer> {
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  const tarballs = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const manifest = { private: true, type: 'module', dependencies: { ...tarballs, ...dependencies } }
  await write('package.json', JSON.stringify(manifest))
  await install(folder, npmOptions)

  return {
    folder,
    write,
    async compile(compilerOptions, files) {
      await write(
        'tsconfig.json',
        JSON.stringify({ compilerOptions: { noEmit: true, ...compilerOptions }, files }),
      )
      const { code, stdout, stderr } = await run(process.execPath, [tsc, '--pretty', 'false'], folder)
      const lines = stdout.split('\n').filter((line) => line !== '')
      if (code !== 0 && lines.length === 0) throw new Error(`tsc: exit code ${code}\n${stderr}`)
      return lines
    },
    async run(file, node = process.execPath) {
      const { code, stdout, stderr } = await run(node, [file], folder)
      if (code !== 0 || stderr !== '') throw new Error(`${file}: exit code ${code}\n${stdout}${stderr}`)
      return JSON.parse(stdout)
    },
  }
}

/** Installs what the package.json of a folder names. */
export async function install(folder: string, npmOptions: readonly string[] = []): Promise<void> {
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts']
  await succeed('npm', ['install', ...quiet, ...npmOptions], folder)
}

/** Everything that packages can be imported by: `@meishi/core`, `@meishi/core/adapter` … */
export function doorsOf(packages: readonly PackedPackage[]): readonly string[] {
  return packages.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports).map((door) => name + door.slice(1)),
  )
}
