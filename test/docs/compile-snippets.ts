import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { type Page, root } from './markdown.js'
import { moduleOf } from './snippet-module.js'

const folder = join(root, 'test', 'docs')

/**
 * Compiles the `ts` blocks of all pages in one program. The rule: the blocks of a page are one module, each a
 * scope inside the one before. So a block sees what earlier blocks of its page declare and may declare the same name
 * again; imports count for the whole page, until a later block imports the name from elsewhere; what nobody
 * declares comes from `preamble.d.ts`.
 *
 * @returns the faults by page, each as `file:line: message`; a fault of an import has line 1
 */
export function compileSnippets(pages: readonly Page[]): ReadonlyMap<string, readonly string[]> {
  const modules = new Map(pages.map((page, index) => [join(folder, `page-${index}.ts`), page]))
  const texts = new Map([...modules].map(([path, page]) => [path, moduleOf(page, preambleNames())]))
  const program = ts.createProgram({
    rootNames: [...modules.keys()],
    options: readOptions(),
    host: hostWith(texts),
  })
  const faultsOf = (path: string, page: Page): string[] => {
    const source = program.getSourceFile(path)
    if (source === undefined) throw new Error(`${page.file} is not in the program`)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map((one) => describe(one, source, page))
  }
  return new Map([...modules].map(([path, page]) => [page.file, faultsOf(path, page)]))
}

function describe({ start = 0, messageText }: ts.Diagnostic, source: ts.SourceFile, page: Page): string {
  const { line } = source.getLineAndCharacterOfPosition(start)
  return `${page.file}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
}

function preambleNames(): string[] {
  const text = readFileSync(join(folder, 'preamble.d.ts'), 'utf8')
  return [...text.matchAll(/^export declare const (\w+)/gm)].map((match) => match[1] ?? '')
}

/**
 * The options of the sources. Express is the newest that is supported, as in the package of its adapter. A piece of
 * an object, `name: value`, would pass for a label and be checked for nothing, so labels are faults.
 */
function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.test.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root)
  const express = join(root, 'test', 'node_modules', '@types', 'express5', 'index.d.ts')
  const proxy = join(root, 'test', 'node_modules', 'hpm3', 'dist', 'index.d.ts')
  const paths = { express: [express], 'http-proxy-middleware': [proxy] }
  return { ...options, allowUnusedLabels: false, paths }
}

/** The files of the disk, and the modules of the pages as if they stood beside this one. */
function hostWith(texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost({}, true)
  return {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, options, onError) => {
      const text = texts.get(path)
      return text === undefined
        ? host.getSourceFile(path, options, onError)
        : ts.createSourceFile(path, text, options, true)
    },
  }
}
