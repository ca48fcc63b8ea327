import type { RefusalCase } from './refusal-case.js'
import { REFUSED_BY_THE_SERVICE } from './refused-by-the-service.js'
import { REFUSED_CALLERS } from './refused-callers.js'
import { REFUSED_CLAIMS } from './refused-claims.js'
import { REFUSED_REQUESTS } from './refused-requests.js'
import { REFUSED_TOKENS } from './refused-tokens.js'

/** The table: every way to be refused. */
export const REFUSALS: readonly RefusalCase[] = [
  ...REFUSED_REQUESTS,
  ...REFUSED_TOKENS,
  ...REFUSED_CLAIMS,
  ...REFUSED_CALLERS,
  ...REFUSED_BY_THE_SERVICE,
]

/** The same, each with its name. */
export const NAMED_REFUSALS = REFUSALS.map((row) => [`${row.code} when ${row.when}`, row] as const)
