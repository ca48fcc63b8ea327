import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import type { FileError, FileErrorClass } from './file-error.js'
import type { SourceDocument } from './parse-text.js'
import { type Part, type Path, type Problem, pathText } from './problem.js'
import type { NamedText } from './read-source.js'

/** Gives a problem its line. Without a document, the text could not be parsed and the problem knows its place. */
export function locate(
  problem: Problem,
  { name, text }: NamedText,
  Failure: FileErrorClass,
  document?: SourceDocument,
): FileError {
  const { path, part } = problem
  const start = typeof part === 'number' ? part : document === undefined ? 0 : startOf(document, path, part)
  const lines = text.slice(0, start).split('\n')
  const column = (lines.at(-1) as string).length + 1
  return new Failure(pathText(path), problem.message, { file: name, line: lines.length, column })
}

/** A node, and the character at which a reader is to look for it. */
interface Spot {
  readonly node: Node | null | undefined
  readonly start: number
}

/** Where a field stands; of one that is missing, what it is missing from. */
function startOf(document: SourceDocument, path: Path, part: Part): number {
  let spot: Spot = { node: document.contents, start: offsetOf(document.contents) }
  for (const [depth, step] of path.entries()) {
    const holder = isAlias(spot.node) ? spot.node.resolve(document) : spot.node
    const wantsName = part === 'name' && depth === path.length - 1
    const next = isMap<Node, Node | null>(holder) ? member(holder, step, wantsName) : item(holder, step)
    if (next === undefined) break
    spot = next
  }
  return spot.start
}

/** An object or a list begins below its name, and is looked for at its name. */
function member(
  map: YAMLMap<Node, Node | null>,
  name: string | number,
  wantsName: boolean,
): Spot | undefined {
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === name)
  if (pair === undefined) return undefined
  const { key, value } = pair
  return { node: value, start: offsetOf(wantsName || value === null || isCollection(value) ? key : value) }
}

function item(list: Node | null | undefined, index: string | number): Spot | undefined {
  const node = isSeq<Node>(list) ? list.items[index as number] : undefined
  return node && { node, start: offsetOf(node) }
}

function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0
}
