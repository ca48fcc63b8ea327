import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** One Markdown file. Lines that are code are told from lines that are text. */
export interface Page {
  /** Path from the root of the repository. */
  readonly file: string
  readonly lines: readonly Line[]
}

/** One line: text, a fence, or code in a fenced block of some language. */
interface Line {
  readonly text: string
  readonly kind: 'text' | 'fence' | 'code'
  /** What the block is written in, on its code and on its fences: `ts`, `sh`. */
  readonly language: string
}

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.tmp', 'coverage'])

/** Every Markdown file of the repository, in the order of their paths. */
export function readPages(): readonly Page[] {
  return markdownFiles(root)
    .sort()
    .map((file) => parsePage(relative(root, file), readFileSync(file, 'utf8')))
}

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownFiles(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

const FENCE = /^\s*```(\w*)/

/** Tells text from code. A fence that nobody closes is an error, for half of the page would count as code. */
export function parsePage(file: string, markdown: string): Page {
  let language: string | undefined
  const lines = markdown.split('\n').map((text): Line => {
    const fence = FENCE.exec(text)
    if (fence === null)
      return { text, kind: language === undefined ? 'text' : 'code', language: language ?? '' }
    const opened = language ?? fence[1] ?? ''
    language = language === undefined ? opened : undefined
    return { text, kind: 'fence', language: opened }
  })
  if (language !== undefined) throw new Error(`${file}: a fenced block has no end`)
  return { file, lines }
}

/** Headings of one page as GitHub names their anchors; a name that comes again gets a number. */
export function anchorsOf(page: Page): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const { title } of headingsOf(page)) {
    const slug = slugOf(title)
    let anchor = slug
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`
    anchors.add(anchor)
  }
  return anchors
}

/** The headings of one page, with their level. */
export function headingsOf({ lines }: Page): readonly { readonly level: number; readonly title: string }[] {
  return lines.flatMap(({ text, kind }) => {
    const heading = kind === 'text' ? /^(#{1,6})\s+(.*?)\s*#*$/.exec(text) : null
    return heading === null ? [] : [{ level: (heading[1] ?? '').length, title: heading[2] ?? '' }]
  })
}

function slugOf(title: string): string {
  return title
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')
}
