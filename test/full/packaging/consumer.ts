import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PackedPackage, root } from '../../packaging/pack.js'
import { run, succeed } from '../../packaging/run.js'

const tsc = join(root, 'node_modules/typescript/bin/tsc')

/** The other packages that a project uses, by version. */
export type Dependencies = Readonly<Record<string, string>>

export const EXPRESS_VERSIONS: Readonly<Record<string, Dependencies>> = {
  'Express 5': { express: '^5', '@types/express': '^5', '@types/node': '^20' },
  'Express 4': { express: '^4', '@types/express': '^4', '@types/node': '^20' },
}

/** A project of somebody else, who has installed the packed packages with npm. */
export interface Consumer {
  readonly folder: string
  write(file: string, text: string): Promise<void>
  /** Compiles files and returns what the compiler says, a line each. */
  compile(compilerOptions: object, files: readonly string[]): Promise<readonly string[]>
  /** Runs a file, which must not print a warning either, and returns the JSON that it printed. */
  run(file: string): Promise<unknown>
}

export async function createConsumer(
  folder: string,
  packages: readonly PackedPackage[],
  dependencies: Dependencies = {},
  npmOptions: readonly string[] = [],
): Promise<Consumer> {
  await mkdir(folder, { recursive: true })
  const write = (file: string, text: string) => writeFile(join(folder, file), text)
  const tarballs = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const manifest = { private: true, type: 'module', dependencies: { ...tarballs, ...dependencies } }
  await write('package.json', JSON.stringify(manifest))
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts']
  await succeed('npm', ['install', ...quiet, ...npmOptions], folder)

  return {
    folder,
    write,
    async compile(compilerOptions, files) {
      const project = `tsconfig.${files.join('-')}.${Object.values(compilerOptions).join('-')}.json`
      await write(project, JSON.stringify({ compilerOptions: { noEmit: true, ...compilerOptions }, files }))
      const { stdout } = await run(process.execPath, [tsc, '--pretty', 'false', '-p', project], folder)
      return stdout.split('\n').filter((line) => line !== '')
    },
    async run(file) {
      const { code, stdout, stderr } = await run(process.execPath, [file], folder)
      if (code !== 0 || stderr !== '') throw new Error(`${file}: exit code ${code}\n${stdout}${stderr}`)
      return JSON.parse(stdout)
    },
  }
}

/** Everything that packages can be imported by: `@meishi/core`, `@meishi/core/adapter` … */
export function doorsOf(packages: readonly PackedPackage[]): readonly string[] {
  return packages.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports).map((door) => name + door.slice(1)),
  )
}
