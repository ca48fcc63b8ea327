import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { type Module, packageNames, readModules } from './modules.js'

const MOST_LINES_OF_A_FILE = 150
const MOST_LINES_OF_AN_ADAPTER = 120
const MOST_LINES_OF_A_FUNCTION = 40

const ADAPTERS = ['express', 'koa', 'fastify']

describe.each(packageNames())('%s', (packageName) => {
  const modules = readModules(packageName)

  test('keeps every file short', () => {
    const long = modules.filter((module) => linesOf(module.text) > MOST_LINES_OF_A_FILE)
    expect(long.map((module) => `${module.file}: ${linesOf(module.text)}`)).toEqual([])
  })

  test('keeps every function short', () => {
    expect(modules.flatMap(longFunctions)).toEqual([])
  })
})

test.each(ADAPTERS.filter((name) => packageNames().includes(name)))(
  'the adapter %s stays a thin one',
  (name) => {
    const lines = readModules(name).reduce((sum, module) => sum + linesOf(module.text), 0)
    expect(lines).toBeLessThan(MOST_LINES_OF_AN_ADAPTER)
  },
)

function linesOf(text: string): number {
  return text.trimEnd().split('\n').length
}

/** Functions over the budget. A factory is as long as its parts, so what stands in inner functions is not counted. */
function longFunctions(module: Module): string[] {
  const source = ts.createSourceFile(module.file, module.text, ts.ScriptTarget.Latest, true)
  const long: string[] = []
  const visit = (node: ts.Node): number => {
    const inner = sum(node.getChildren(source).map(visit))
    if (!ts.isFunctionLike(node) || !('body' in node)) return inner
    const lines = lineAt(source, node.getEnd()) - lineAt(source, node.getStart(source)) + 1
    if (lines - inner > MOST_LINES_OF_A_FUNCTION)
      long.push(`${module.file}:${lineAt(source, node.getStart(source)) + 1}`)
    return lines
  }
  visit(source)
  return long
}

const lineAt = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
