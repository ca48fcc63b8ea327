import type { ErrorProfile } from '@meishi/core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { faceAt, mayPassBefore } from './cases/face-at.js'
import { GROUPS, keepsNothing } from './cases/groups.js'
import { POLICY_PLACES, type PolicyPlace } from './cases/policy-places.js'
import type { CaseRequest, Face, RefusalCase } from './cases/refusal-case.js'
import { type Variant, variantsOf } from './cases/variants.js'
import { readEcho } from './frameworks/echo.js'
import type { Application, ErrorHandling } from './frameworks/framework.js'
import { keepSites, type Sites } from './kept-sites.js'
import { type Headers, headersOf, meishiHeaders } from './meishi-headers.js'
import type { RawAnswer } from './raw-http.js'

const TARGET = '/target'

/** What a client is told, and what of the request a handler that it reached has seen. */
interface Told {
  readonly status: number
  readonly headers: Headers
  readonly seen?: unknown
}

function told(answer: RawAnswer): Told {
  const { status } = answer
  const headers = meishiHeaders(answer)
  if (status !== 200) return { status, headers }
  // What a parser makes of a body that there is not is its own affair.
  const { elsewhere: _, cookies: __, body: ___, ...seen } = readEcho(answer)
  return { status, headers, seen }
}

/** Asks all for the same. Each must answer as the table says, and its handler see what those of the others see. */
async function compare(sites: Sites, request: CaseRequest, face: Face, when: string): Promise<void> {
  const asking = [...sites].map(
    async ([name, { ask }]) => [name, told(await ask({ target: TARGET, ...request }))] as const,
  )
  const answers = await Promise.all(asking)
  const seen = answers[0]?.[1].seen
  const { status } = face
  const alike = { status, headers: headersOf(face), ...(seen !== undefined && { seen }) }
  const expected = Object.fromEntries(answers.map(([name]) => [name, alike]))
  expect.soft(Object.fromEntries(answers), when).toEqual(expected)
}

/** A variant at a place. */
interface Combination {
  readonly name: string
  readonly variant: Variant
  readonly place: PolicyPlace
}

const combinationsOf = (row: RefusalCase, profile: ErrorProfile): Combination[] =>
  variantsOf(row, profile).flatMap((variant) =>
    POLICY_PLACES.map((place) => ({ name: `${variant.name}, ${place.name}`, variant, place })),
  )

/**
 * Koa's own handler drops what was set before an error. What an earlier success told caches is therefore compared
 * through a handler of the application, and all else through the framework's own.
 */
const errorsOf = ({ variant, place }: Combination): ErrorHandling =>
  mayPassBefore(place, variant) ? 'own' : 'default'

function applicationOf(combination: Combination, targets: ReadonlySet<string>): Application {
  const { place, variant } = combination
  const { app, routes } = place.application(variant.parts())
  return {
    app,
    routes: routes.filter(({ path }) => targets.has(path)),
    parses: variant.parses,
    errors: errorsOf(combination),
  }
}

/** One application for every framework, with one handle, where that may not be seen. */
function madeOnce(create: () => Application): () => Application {
  let made: Application | undefined
  return () => {
    made ??= create()
    return made
  }
}

/** The path of a row's own request, and that of the good one. */
const targetsOf = (row: RefusalCase): string[] => [row.request().target?.split('?')[0] ?? TARGET, TARGET]

/**
 * Declares the tests of one profile: every row of the table with its token in each place, required and optional, under
 * policies at each place of an application, in every framework.
 */
export function describeAlike(profile: ErrorProfile): void {
  describe.each(GROUPS.map((rows, at) => ({ rows, at })))('behind policy $at', ({ rows }) => {
    const targets = new Set(rows.flatMap(([, row]) => targetsOf(row)))
    const sitesOf = keepSites()
    // Frameworks write there what they answer with.
    beforeAll(() => void vi.spyOn(console, 'error').mockReturnValue())
    afterAll(() => void vi.restoreAllMocks())

    test.each(rows)('%s', { timeout: 60_000 }, async (_name, row) => {
      for (const combination of combinationsOf(row, profile)) {
        const { name, variant, place } = combination
        const { request, isSentTwice, alive, aliveFace } = variant
        const key = `${name}, ${errorsOf(combination)}`
        const create = () => applicationOf(combination, targets)
        const sites = await sitesOf(key, keepsNothing(row) ? madeOnce(create) : create)
        if (isSentTwice) await compare(sites, request, aliveFace, `${name}, at first`)
        await compare(sites, request, await faceAt(place, variant), name)
        if (row === rows.at(-1)?.[1]) await compare(sites, alive, aliveFace, `${name}, with a good token`)
      }
    })
  })
}
