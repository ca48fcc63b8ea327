import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { type Page, root } from './markdown.js'

const folder = join(root, 'test', 'docs')

/**
 * Compiles the `ts` blocks of all pages in one program. The rule: the blocks of a page are one module, each a
 * scope inside the one before. So a block sees what earlier blocks of its page declare and may declare the same name
 * again; imports count for the whole page; what nobody declares comes from `preamble.d.ts`.
 *
 * @returns the faults by page, each as `file:line: message`; a fault of an import has line 1
 */
export function compileSnippets(pages: readonly Page[]): ReadonlyMap<string, readonly string[]> {
  const modules = new Map(pages.map((page, index) => [join(folder, `page-${index}.ts`), page]))
  const texts = new Map([...modules].map(([path, page]) => [path, moduleOf(page)]))
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

/** The module of a page, line for line: an opening fence opens a scope, imports go up into the first line. */
function moduleOf(page: Page): string {
  const imports = new Set<string>()
  const names = new Set<string>()
  const body: string[] = []
  let block: string[] | undefined
  for (const { text, kind, language } of page.lines) {
    const isSnippet = language === 'ts'
    if (isSnippet && kind === 'code') block?.push(text)
    else if (isSnippet && kind === 'fence' && block === undefined) {
      body.push('{')
      block = []
    } else if (isSnippet && kind === 'fence' && block !== undefined) {
      body.push(...takeImports(block, imports, names), '')
      block = undefined
    } else body.push('')
  }
  const scopes = body.filter((line) => line === '{').length
  const known = preambleNames().filter((name) => !names.has(name))
  const head = [...imports, `import { ${known.join(', ')} } from './preamble.js'`].join(';')
  return [`${head};${body[0] ?? ''}`, ...body.slice(1), '}'.repeat(scopes)].join('\n')
}

/** Collects the imports of a block, one statement for each name, and leaves empty lines where they stood. */
function takeImports(block: readonly string[], imports: Set<string>, names: Set<string>): string[] {
  const text = block.join('\n')
  const source = ts.createSourceFile('block.ts', text, ts.ScriptTarget.Latest, true)
  let rest = text
  for (const statement of source.statements.filter(ts.isImportDeclaration)) {
    const from = statement.moduleSpecifier.getText(source)
    const clause = statement.importClause
    if (clause?.name !== undefined) add(clause.name.text, `import ${clause.name.text} from ${from}`)
    if (clause?.namedBindings !== undefined && ts.isNamedImports(clause.namedBindings)) {
      const kind = clause.isTypeOnly ? 'type ' : ''
      for (const one of clause.namedBindings.elements)
        add(one.name.text, `import { ${kind}${one.getText(source)} } from ${from}`)
    } else if (clause?.namedBindings !== undefined || clause === undefined) {
      imports.add(statement.getText(source))
    }
    const blank = statement.getText(source).replace(/[^\n]/g, ' ')
    rest = rest.slice(0, statement.getStart(source)) + blank + rest.slice(statement.getEnd())
  }
  return rest.split('\n')

  function add(name: string, line: string): void {
    names.add(name)
    imports.add(line)
  }
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
  return { ...options, allowUnusedLabels: false, paths: { express: [express] } }
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
