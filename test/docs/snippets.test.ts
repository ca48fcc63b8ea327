import { beforeAll, expect, test } from 'vitest'
import { compileSnippets } from './compile-snippets.js'
import { parsePage, readPages } from './markdown.js'

const pages = readPages().filter(({ lines }) => lines.some(({ language }) => language === 'ts'))

const BROKEN = `# A page whose snippets do not compile
\`\`\`ts
import { createVerifier } from '@meishi/core'

const verifier = createVerifier({ issuer, audience, keys: { jwks } })
\`\`\`
Text in between.
\`\`\`ts
import { createVerifier } from '@meishi/core'

createVerifier({ issuer, audience, keys: { jwks }, algoritms: ['RS256'] })
verifier.verify(5)
nobodyDeclaresThis()
\`\`\`
`

let faults: ReturnType<typeof compileSnippets>

beforeAll(() => {
  faults = compileSnippets([...pages, parsePage('broken.md', BROKEN)])
}, 120_000)

test.each(pages.map(({ file }) => file))('the snippets of %s compile', (file) => {
  expect(faults.get(file)).toEqual([])
})

test('a snippet that does not compile is found on its line', () => {
  expect(faults.get('broken.md')).toEqual([
    expect.stringMatching(/^broken\.md:11: .*'algoritms' does not exist/),
    expect.stringMatching(/^broken\.md:12: .*'number' is not assignable/),
    expect.stringMatching(/^broken\.md:13: .*'nobodyDeclaresThis'/),
  ])
})

test('the pages that show code are among them', () => {
  const files = pages.map(({ file }) => file)
  expect(files).toEqual(expect.arrayContaining(['README.md', 'docs/migrating.md', 'docs/writing-a-store.md']))
})
