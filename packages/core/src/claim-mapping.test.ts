import { describe, expect, test } from 'vitest'
import { encodeClaim, type PlannedMapping, planAssignments } from './claim-mapping.js'
import { Refusal } from './errors/refusal.js'

const planned = (change: Partial<PlannedMapping> = {}): PlannedMapping => ({
  path: ['sub'],
  location: 'header',
  name: 'X-Sub',
  encoding: 'percent',
  ...change,
})

describe('encoding', () => {
  test.each([
    ['alice', 'alice'],
    ['a,b', 'a%2Cb'],
    ['100%', '100%25'],
    ['%2C', '%252C'],
    ['a b', 'a%20b'],
    ['é', '%C3%A9'],
    ['😀', '%F0%9F%98%80'],
    ['a\r\nHost: b', 'a%0D%0AHost:%20b'],
    ['\0\x7f', '%00%7F'],
    ['\ud800', '%EF%BF%BD'],
    ['"<>&;=/\\', '"<>&;=/\\'],
    ['', ''],
    [7, '7'],
    [-1.5, '-1.5'],
    [true, 'true'],
    [false, 'false'],
    [['a', 'b'], 'a,b'],
    [['a,b', 'c'], 'a%2Cb,c'],
    [['', ''], ','],
    [[1, null, [2, 3]], '1,null,[2%2C3]'],
    [{ a: 1, b: ',' }, '{"a":1%2C"b":"%2C"}'],
    [[{ a: 'é' }], '{"a":"%C3%A9"}'],
  ])('%j is written %s', (claim, text) => {
    expect(encodeClaim(claim)).toBe(text)
  })
})

describe('a plan', () => {
  const claims = {
    sub: 'alice',
    none: null,
    empty: [],
    text: '',
    zero: 0,
    no: false,
    realm: { roles: ['a', 'b'], deep: { x: 1 } },
  }

  test.each([
    [['sub'], 'alice'],
    [['realm', 'roles'], 'a,b'],
    [['realm', 'deep', 'x'], '1'],
    [['text'], ''],
    [['zero'], '0'],
    [['no'], 'false'],
  ])('of the claim at %j writes "%s"', (path, value) => {
    expect(planAssignments([planned({ path })], claims)).toEqual([
      { location: 'header', name: 'X-Sub', value },
    ])
  })

  test.each([
    [['absent']],
    [['none']],
    [['empty']],
    [['sub', 'length']],
    [['none', 'x']],
    [['realm', 'roles', '7']],
    [['toString']],
    [['constructor', 'name']],
    [['__proto__']],
    [['realm', 'hasOwnProperty']],
  ])('of the claim at %j writes nothing', (path) => {
    expect(planAssignments([planned({ path })], claims)).toEqual([])
  })

  test('keeps the order of the mappings and their names', () => {
    const mappings = [planned({ location: 'query', name: 'q' }), planned({ location: 'form', name: 'f' })]
    expect(planAssignments(mappings, claims)).toEqual([
      { location: 'query', name: 'q', value: 'alice' },
      { location: 'form', name: 'f', value: 'alice' },
    ])
  })

  test('has nothing for the form where there is none', () => {
    const mappings = [planned({ location: 'query', name: 'q' }), planned({ location: 'form', name: 'f' })]
    expect(planAssignments(mappings, claims, () => false)).toEqual([
      { location: 'query', name: 'q', value: 'alice' },
    ])
  })

  test.each(['alice', ['a', 'b'], { a: 'é,' }, 7, '\ud800', ''])(
    'in base64url keeps the type of %j',
    (claim) => {
      const [assignment] = planAssignments([planned({ encoding: 'base64url' })], { sub: claim } as never)
      expect(assignment?.value).toMatch(/^[\w-]+$/)
      expect(JSON.parse(Buffer.from(assignment?.value ?? '', 'base64url').toString())).toEqual(claim)
    },
  )
})

describe('a path parameter', () => {
  const plan = (claim: unknown, encoding: PlannedMapping['encoding'] = 'percent') =>
    planAssignments([planned({ location: 'path', name: 'id', path: ['a', 'b'], encoding })], {
      a: { b: claim },
    })

  test.each(['', '.', '..', ['.'], ['']])('refuses %j, naming the claim', (claim) => {
    expect(() => plan(claim)).toThrow(new Refusal('claim_refused', { claim: 'a.b' }) as never)
  })

  test.each([
    ['a/b', 'a%2Fb'],
    ['../x', '..%2Fx'],
    ['a%2Fb', 'a%252Fb'],
    ['...', '...'],
    [['.', '.'], '.,.'],
  ])('of %j is %s', (claim, value) => {
    expect(plan(claim)[0]?.value).toBe(value)
  })

  test('in base64url may be any text, for it is never empty', () => {
    expect(plan('..', 'base64url')[0]?.value).toBe(Buffer.from('".."').toString('base64url'))
  })
})
