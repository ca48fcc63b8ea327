import { type Document, isScalar, type ParsedNode, parseDocument, visit, type YAMLMap } from 'yaml'
import { checkNesting } from './check-nesting.js'
import { Problem } from './problem.js'
import { yamlRule } from './yaml-rules.js'

/** A parsed text whose nodes know where they stand. */
export type SourceDocument = Document.Parsed<ParsedNode>

const MOST_ALIASES = 100
const TOO_MANY_ALIASES = `expected at most ${MOST_ALIASES} aliases, those of aliases counted each time`

/**
 * Reads YAML 1.2, or JSON, which is YAML too.
 *
 * @throws {@link Problem} where it is neither
 */
export function parseText(text: string): SourceDocument {
  checkNesting(text)
  const document = parseDocument(text, {
    schema: 'core',
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false, // the parser compares each name with each other, which takes minutes for a large file
    prettyErrors: false,
  })
  const [mistake] = [...document.errors, ...document.warnings]
  if (mistake !== undefined) throw new Problem([], yamlRule(mistake.code), mistake.pos[0])
  checkNodes(document)
  return document
}

/**
 * The text as plain data.
 *
 * @throws {@link Problem} where aliases of aliases would make much of little
 */
export function readData(document: SourceDocument): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch {
    throw new Problem([], TOO_MANY_ALIASES)
  }
}

function checkNodes(document: SourceDocument): void {
  let aliases = 0
  visit(document, {
    Alias(_key, alias) {
      const start = alias.range?.[0] ?? 0
      aliases++
      if (aliases > MOST_ALIASES) throw new Problem([], TOO_MANY_ALIASES, start)
      if (alias.resolve(document) === undefined)
        throw new Problem([], 'expected an alias whose anchor stands before it', start)
    },
    Map: (_key, map) => checkNames(map),
  })
}

function checkNames({ items }: YAMLMap): void {
  const names = new Set<unknown>()
  for (const { key } of items) {
    const start = (key as ParsedNode).range[0]
    if (!isScalar(key)) throw new Problem([], yamlRule('NON_STRING_KEY'), start)
    if (names.has(key.value)) throw new Problem([], 'expected each field once', start)
    names.add(key.value)
  }
}
