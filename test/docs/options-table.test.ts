import { readFileSync } from 'node:fs'
import { createAuthenticator } from '@meishi/core'
import { expect, test } from 'vitest'
import { readPages } from './markdown.js'

const SOURCES = ['auth-options', 'issuer-options', 'remote-options'] as const
const INTERFACES = ['IssuerOptions', 'VerifierOptions', 'AuthOptions', 'RemoteOptions']

/** The members of the interfaces that make up the options of a middleware, as they stand in the sources. */
const options = SOURCES.flatMap((name) => {
  const text = readFileSync(new URL(`../../packages/core/src/options/${name}.ts`, import.meta.url), 'utf8')
  return [...text.matchAll(/^export interface (\w+)[^{]*\{\n(.*?)^\}/gms)]
    .filter(([, interfaceName = '']) => INTERFACES.includes(interfaceName))
    .flatMap(([, , body = '']) =>
      [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, member = '']) => member),
    )
})

const linesOf = (file: string): readonly string[] =>
  (readPages().find((page) => page.file === file)?.lines ?? []).map(({ text }) => text)

test('every option has a row in the README of core', () => {
  const lines = linesOf('packages/core/README.md')
  const from = lines.indexOf('## Options')
  const to = lines.findIndex((line, at) => at > from && line.startsWith('## '))
  const cells = lines.slice(from, to).map((line) => line.split('|')[1] ?? '')
  const named = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name))
  expect(named.sort()).toEqual([...options].sort())
})

test('what with() cannot change is named where a route is told what it can', () => {
  const handle = createAuthenticator({ issuer: 'https://id.example', audience: 'api' })
  const refused = options.filter((name) => {
    try {
      handle.with({ [name]: {} })
    } catch (error) {
      return String(error).includes('belongs to the whole family')
    }
    return false
  })
  handle.close()
  expect(refused.length).toBeGreaterThan(2)
  const page = linesOf('docs/per-route.md').slice(0, 10).join('\n')
  for (const name of refused) expect(page).toContain(`\`${name}\``)
})
