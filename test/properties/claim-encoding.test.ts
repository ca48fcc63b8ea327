import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeClaim, planAssignments } from '../../packages/core/src/claim-mapping.js'

const RUNS = { numRuns: 3000 }
/** Text that is dense in what the encoding has to keep apart. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(',', '%', '2', 'C', 'c', '5', ' ', 'a', '\0', '\r', '\n', 'é', '😀', '/', '.'),
    maxLength: 8,
  }),
)
const list = fc.array(text, { minLength: 1, maxLength: 5 })
const json = fc.jsonValue({ maxDepth: 3 })

const decodeList = (encoded: string): string[] => encoded.split(',').map(decodeURIComponent)

describe('the encoding of a claim', () => {
  test('can be decoded: split at commas, then percent-decoded', () => {
    fc.assert(
      fc.property(list, (items) => {
        expect(decodeList(encodeClaim(items))).toEqual(items)
      }),
      RUNS,
    )
  })

  test('is injective over lists of strings that are not empty', () => {
    fc.assert(
      fc.property(list, list, (one, other) => {
        expect(encodeClaim(one) === encodeClaim(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
      RUNS,
    )
  })

  test('keeps neighbours apart that differ by where a comma stands', () => {
    fc.assert(
      fc.property(list, (items) => {
        const joined = [items.join(',')]
        if (items.length > 1) expect(encodeClaim(joined)).not.toBe(encodeClaim(items))
        expect(decodeList(encodeClaim(joined))).toEqual(joined)
      }),
      RUNS,
    )
  })

  test('is visible ASCII, fit for a header, whatever the claim', () => {
    fc.assert(
      fc.property(
        fc.oneof(json, list, fc.string({ unit: fc.constantFrom('\ud800', '\udc00', 'a') })),
        (claim) => {
          fc.pre(claim !== null)
          expect(encodeClaim(claim)).toMatch(/^[\x21-\x7e]*$/)
        },
      ),
      RUNS,
    )
  })

  test('of an object is its JSON, percent-encoded', () => {
    fc.assert(
      fc.property(fc.dictionary(text, json), (claim) => {
        expect(JSON.parse(decodeURIComponent(encodeClaim(claim)))).toEqual(JSON.parse(JSON.stringify(claim)))
      }),
      RUNS,
    )
  })

  test('in base64url gives the claim back with its type', () => {
    fc.assert(
      fc.property(json, (claim) => {
        fc.pre(claim !== null && !(Array.isArray(claim) && claim.length === 0))
        const mapping = { path: ['x'], location: 'header', name: 'X', encoding: 'base64url' } as const
        const [planned] = planAssignments([mapping], { x: claim })
        expect(planned?.value).toMatch(/^[\w-]+$/)
        const decoded = Buffer.from(planned?.value ?? '', 'base64url').toString()
        expect(JSON.parse(decoded)).toEqual(JSON.parse(JSON.stringify(claim)))
      }),
      RUNS,
    )
  })
})

test('a path parameter is one segment, or refused', () => {
  const mapping = { path: ['x'], location: 'path', name: 'id', encoding: 'percent' } as const
  const dots = fc.string({ unit: fc.constantFrom('.', '/', '%', '2', 'F', 'e', '\\'), maxLength: 6 })
  fc.assert(
    fc.property(fc.oneof(dots, text), (claim) => {
      let value: string | undefined
      try {
        value = planAssignments([mapping], { x: claim })[0]?.value
      } catch (refusal) {
        expect(refusal).toMatchObject({ code: 'claim_refused' })
        expect(['', '.', '..']).toContain(claim)
        return
      }
      expect(value).not.toMatch(/\/|^$|^\.\.?$/)
      expect(decodeURIComponent(value ?? '')).toBe(claim)
    }),
    RUNS,
  )
})
