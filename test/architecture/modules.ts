import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** One source file of a package. */
export interface Module {
  /** Path from the package's `src`, without the ending: `stages/parse-token`. */
  readonly name: string
  readonly file: string
  readonly text: string
  /** Modules of the same package that it imports, types included. */
  readonly imports: readonly string[]
  /** What else it imports: packages and parts of Node. */
  readonly packages: readonly string[]
}

/** The sources of a package, tests left out. */
export function readModules(packageName: string): readonly Module[] {
  const source = join(root, 'packages', packageName, 'src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readModule(source, join(source, file)))
}

function readModule(source: string, file: string): Module {
  const text = readFileSync(file, 'utf8')
  const specifiers = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName)
  const toName = (path: string): string => relative(source, path).replace(/\.[jt]s$/, '')
  return {
    name: toName(file),
    file: relative(root, file),
    text,
    imports: specifiers
      .filter((one) => one.startsWith('.'))
      .map((one) => toName(resolve(dirname(file), one))),
    packages: specifiers.filter((one) => !one.startsWith('.')),
  }
}

/** The packages of the workspace that are published. */
export function packageNames(): readonly string[] {
  return readdirSync(join(root, 'packages'))
}
