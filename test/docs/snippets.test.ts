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

const TWO_FRAMEWORKS = `# A page that speaks of one framework after the other
\`\`\`ts
import { jwtAuth } from '@meishi/express'

app.use('/api', jwtAuth(options))
\`\`\`
\`\`\`ts
import { jwtAuth } from '@meishi/koa'

app.use(jwtAuth(options))
app.use('/api', jwtAuth(options))
\`\`\`
\`\`\`ts
import { jwtAuth } from '@meishi/fastify'

await app.register(jwtAuth, options)
app.use('/api')
\`\`\`
`

let faults: ReturnType<typeof compileSnippets>

beforeAll(() => {
  faults = compileSnippets([...pages, parsePage('broken.md', BROKEN), parsePage('two.md', TWO_FRAMEWORKS)])
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

test('a name means what the last block that imported it says, and `app` the framework it imported', () => {
  expect(faults.get('two.md')).toEqual([
    expect.stringMatching(/^two\.md:11: Expected 1 arguments, but got 2/),
    expect.stringMatching(/^two\.md:17: Property 'use' does not exist/),
  ])
})

test('the pages that show code are among them', () => {
  const files = pages.map(({ file }) => file)
  expect(files).toEqual(expect.arrayContaining(['README.md', 'docs/migrating.md', 'docs/writing-a-store.md']))
})
