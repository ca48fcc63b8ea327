import { existsSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { anchorsOf, type Page, parsePage, readPages, root } from './markdown.js'

const pages = readPages()

describe.each(pages.map((page) => [page.file, page] as const))('%s', (_file, page) => {
  test('has no link that leads nowhere', () => {
    expect(deadLinks(page)).toEqual([])
  })
})

test.each([
  ['a file that is not there', '[x](nowhere.md)', ['nowhere.md']],
  ['a file above the repository', '[x](../README.md)', ['../README.md']],
  ['an anchor of this page', '# Here\n[x](#here) [y](#there)', ['#there']],
  ['an anchor of another page', '[x](README.md#two-commands) [y](README.md#no)', ['README.md#no']],
  ['a reference', '[x][one]\n\n[one]: nowhere.md', ['nowhere.md']],
  ['the second heading of a name', '# A `b_c`\n# A `b_c`\n[x](#a-b_c-1) [y](#a-b_c-2)', ['#a-b_c-2']],
  ['a link in code, which is none', '`[x](nowhere.md)`\n```md\n[x](nowhere.md)\n```', []],
  ['a page of the web, which is not looked at', '[x](https://www.rfc-editor.org/rfc/rfc7519)', []],
])('the check finds %s', (_what, markdown, dead) => {
  expect(deadLinks(parsePage('page.md', markdown))).toEqual(dead)
})

function deadLinks(page: Page): string[] {
  return linksOf(page).filter((link) => !leadsSomewhere(link, page))
}

/** Targets of inline links and of references; those of the web are left out. */
function linksOf({ lines }: Page): string[] {
  const text = lines
    .filter(({ kind }) => kind === 'text')
    .map((line) => line.text.replace(/`[^`]*`/g, 'code'))
    .join('\n')
  const targets = [...text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s*(\S+)/gm)]
  return targets.map((match) => match[1] ?? match[2] ?? '').filter((target) => !/^[a-z]+:/i.test(target))
}

function leadsSomewhere(link: string, page: Page): boolean {
  const [path = '', anchor] = link.split('#')
  const file = path === '' ? page.file : normalize(join(dirname(page.file), path))
  if (file.startsWith('..')) return false
  const target = file === page.file ? page : pages.find((one) => one.file === file)
  if (anchor !== undefined) return target !== undefined && anchorsOf(target).has(anchor)
  return target !== undefined || isOnDisk(join(root, file), path.endsWith('/'))
}

function isOnDisk(path: string, asFolder: boolean): boolean {
  return existsSync(path) && (!asFolder || statSync(path).isDirectory())
}
