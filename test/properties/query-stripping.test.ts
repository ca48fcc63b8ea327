import { createRequire } from 'node:module'
import { parse as parseQuerystring } from 'node:querystring'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addToQuery, removeFromQuery } from '../../packages/core/src/http/query.js'

const RUNS = { numRuns: 5000 }
const NAME = 'user'
const NAMES = new Set([NAME])

type Parse = (query: string, options?: object) => Record<string, unknown>
const require = createRequire(import.meta.url)
/** The parser of Express 4 and of Express 5, each as its framework brings it. */
const qsOf = (framework: string): Parse => createRequire(require.resolve(framework))('qs').parse

const PARSERS: readonly (readonly [name: string, names: (query: string) => string[]])[] = [
  ['node:querystring', (query) => Object.keys(parseQuerystring(query))],
  ['URLSearchParams', (query) => [...new URLSearchParams(query).keys()]],
  ['the searchParams of a URL', (query) => [...new URL(`http://a.test/p?${query}`).searchParams.keys()]],
  ...(['express4', 'express5'] as const).flatMap((framework) => {
    const parse = qsOf(framework)
    const named = (options: object) => (query: string) =>
      Object.keys(parse(query, { allowPrototypes: true, ...options }))
    return [
      [`qs of ${framework}`, named({})],
      [`qs of ${framework} with dots`, named({ allowDots: true })],
      [`qs of ${framework} with a prefix`, named({ ignoreQueryPrefix: true })],
      [`qs of ${framework} with semicolons`, named({ delimiter: /[&;]/ })],
    ] as const
  }),
]

/** How clients may spell the name: case, escapes, brackets, dots, NUL, blanks. */
const spelled = fc
  .tuple(
    fc.array(fc.constantFrom('plain', 'upper', 'escaped', 'upperEscaped'), { minLength: 4, maxLength: 4 }),
    fc.constantFrom('', '', '', ' ', '+', '%20', '[', '%5B', '.', '?', '&', ';'),
    fc.constantFrom(
      '',
      '',
      '[]',
      '%5B%5D',
      '[a]',
      '[a][b]',
      '.a',
      '%00',
      '%00a',
      ']',
      '[',
      '%5b',
      '[=]',
      '[a=b]',
      '%zz',
    ),
  )
  .map(
    ([kinds, before, after]) =>
      before + [...NAME].map((letter, at) => spell(letter, kinds[at])).join('') + after,
  )

function spell(letter: string, kind: string | undefined): string {
  const shown = kind?.startsWith('upper') ? letter.toUpperCase() : letter
  return kind?.toLowerCase().endsWith('escaped') ? `%${shown.charCodeAt(0).toString(16)}` : shown
}

/** What could be pieced together to such a name by a parser that reads in another way. */
const piece = fc.constantFrom(
  ...[
    'user',
    'USER',
    'us',
    'er',
    '%75',
    '=',
    '=',
    '&',
    '&',
    ';',
    '?',
    '#',
    '[',
    ']',
    '.',
    '%5B',
    '%5D',
    '%00',
    '%2e',
  ],
  ...['%', '%25', '+', '%20', '1', 'a', '%26', '%3D', '%3F', '%23', '%3B'],
)
const query = fc.oneof(
  fc
    .array(
      fc.tuple(spelled, fc.constantFrom('', '=', '=m', '=m=n')).map((pair) => pair.join('')),
      { maxLength: 4 },
    )
    .map((pairs) => pairs.join('&')),
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
)
const isMapped = (name: string): boolean => name.toLowerCase().split(/[[\].\0]/)[0] === NAME

describe('after removal no parser yields the mapped name in any spelling:', () => {
  test.each(PARSERS)('%s', (_name, namesOf) => {
    fc.assert(
      fc.property(query, (text) => {
        const url = removeFromQuery(`/p?${text}`, NAMES)
        const left = url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
        expect(namesOf(left).filter(isMapped)).toEqual([])
      }),
      RUNS,
    )
  })

  test.each(PARSERS)(
    '%s yields it once, and only what was mapped, when it is written again',
    (_name, namesOf) => {
      fc.assert(
        fc.property(query, (text) => {
          const url = addToQuery(removeFromQuery(`/p?${text}`, NAMES), NAME, 'alice')
          expect(namesOf(url.slice(url.indexOf('?') + 1)).filter(isMapped)).toEqual([NAME])
        }),
        RUNS,
      )
    },
  )
})

describe('other parameters', () => {
  const safe = fc
    .string({
      unit: fc.constantFrom(
        'a',
        'b',
        'u',
        's',
        'e',
        'r',
        '%20',
        '+',
        '-',
        '_',
        '%C3%A9',
        '%2F',
        '/',
        '?',
        ':',
        '@',
        '!',
      ),
      minLength: 1,
      maxLength: 6,
    })
    .filter((name) => !isMapped(decodeURIComponent(name.replaceAll('+', ' ')).replace(/^[\s?]+/, '')))
  const pair = fc
    .tuple(safe, fc.constantFrom('', '=', '=1', '=user', '=%zz', '=a=b', '=[user]'))
    .map((parts) => parts.join(''))

  test('stay byte for byte, in their order', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            pair,
            spelled.filter((name) => !/[&;?]/.test(name)).map((name) => ({ name })),
          ),
        ),
        (parts) => {
          const text = parts.map((part) => (typeof part === 'string' ? part : `${part.name}=m`)).join('&')
          const kept = parts.filter((part) => typeof part === 'string').join('&')
          expect(removeFromQuery(`/p?${text}`, NAMES)).toBe(kept === '' && text !== '' ? '/p' : `/p?${kept}`)
        },
      ),
      RUNS,
    )
  })

  test('are all there is in a URL that comes back unchanged', () => {
    fc.assert(
      fc.property(query, (text) => {
        const once = removeFromQuery(`/p?${text}`, NAMES)
        expect(removeFromQuery(once, NAMES)).toBe(once)
      }),
      RUNS,
    )
  })
})
