import ts from 'typescript'
import type { Page } from './markdown.js'

/** What the blocks of a page have imported so far: statements, and where each name is from. */
interface Imports {
  readonly statements: Set<string>
  readonly origins: Map<string, string>
}

/** The application that a page speaks of, once it has imported an adapter; `app` is Express's otherwise. */
const APPLICATIONS = new Map([
  ["'@meishi/koa'", 'koaApp'],
  ["'@meishi/fastify'", 'fastifyApp'],
])

/**
 * The module of a page, line for line: an opening fence opens a scope, imports go up into the first line.
 *
 * @param known - the names that the preamble declares
 */
export function moduleOf(page: Page, known: readonly string[]): string {
  const imports: Imports = { statements: new Set(), origins: new Map() }
  const body: string[] = []
  let block: string[] | undefined
  let scopes = 0
  for (const { text, kind, language } of page.lines) {
    const isSnippet = language === 'ts'
    if (isSnippet && kind === 'code') block?.push(text)
    else if (isSnippet && kind === 'fence' && block === undefined) block = []
    else if (isSnippet && kind === 'fence' && block !== undefined) {
      const { declarations, rest } = takeImports(block, imports)
      body.push(`{${declarations}{`, ...rest, '')
      scopes += 2
      block = undefined
    } else body.push('')
  }
  const brought = known.filter((name) => !imports.origins.has(name) || APPLICATIONS.has(name))
  const head = [...imports.statements, `import { ${brought.join(', ')} } from './preamble.js'`].join(';')
  return [`${head};${body[0] ?? ''}`, ...body.slice(1), '}'.repeat(scopes)].join('\n')
}

/**
 * Collects the imports of a block, and leaves empty lines where they stood. A name that an earlier block has from
 * another module is imported under one of its own, and declared again for this block and those that follow.
 */
function takeImports(
  block: readonly string[],
  imports: Imports,
): { readonly declarations: string; readonly rest: readonly string[] } {
  const text = block.join('\n')
  const source = ts.createSourceFile('block.ts', text, ts.ScriptTarget.Latest, true)
  let rest = text
  let declarations = ''
  for (const statement of source.statements.filter(ts.isImportDeclaration)) {
    const from = statement.moduleSpecifier.getText(source)
    const application = APPLICATIONS.get(from)
    if (application !== undefined) declarations += `const app = ${application};`
    for (const { name, importAs } of namesOf(statement, source)) {
      const isElsewhere = imports.origins.has(name) && imports.origins.get(name) !== from
      const local = isElsewhere ? `${name}${imports.statements.size}` : name
      if (isElsewhere) declarations += `const ${name} = ${local};`
      imports.origins.set(name, from)
      imports.statements.add(importAs(local))
    }
    const blank = statement.getText(source).replace(/[^\n]/g, ' ')
    rest = rest.slice(0, statement.getStart(source)) + blank + rest.slice(statement.getEnd())
  }
  return { declarations, rest: rest.split('\n') }
}

interface ImportedName {
  readonly name: string
  /** The statement that imports it under a name. */
  readonly importAs: (local: string) => string
}

/** One statement for each name that is imported. */
function namesOf(statement: ts.ImportDeclaration, source: ts.SourceFile): readonly ImportedName[] {
  const from = statement.moduleSpecifier.getText(source)
  const { name, namedBindings, isTypeOnly = false } = statement.importClause ?? {}
  const kind = isTypeOnly ? 'type ' : ''
  const names: ImportedName[] = []
  if (name !== undefined)
    names.push({ name: name.text, importAs: (local) => `import ${kind}${local} from ${from}` })
  if (namedBindings === undefined) return names
  if (ts.isNamespaceImport(namedBindings)) {
    const { text } = namedBindings.name
    return [...names, { name: text, importAs: (local) => `import ${kind}* as ${local} from ${from}` }]
  }
  for (const { isTypeOnly, propertyName, name } of namedBindings.elements) {
    const imported = `${isTypeOnly ? 'type ' : kind}${(propertyName ?? name).text}`
    names.push({ name: name.text, importAs: (local) => `import { ${imported} as ${local} } from ${from}` })
  }
  return names
}
