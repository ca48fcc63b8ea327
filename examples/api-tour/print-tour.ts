import type { TestIssuer } from '@meishi/core/testing'
import { mintTokens, TOUR } from './tour.js'

/** Prints the tour as lines for a shell, with tokens that are good for five minutes. */
export function printTour(origin: string, issuer: TestIssuer): void {
  console.log(`Listening on ${origin}; Ctrl-C ends it. Tokens that are good for five minutes:\n`)
  for (const [caller, token] of Object.entries(mintTokens(issuer)))
    console.log(`${variable(caller)}=${token}`)
  for (const { title, method, path, caller, answer } of TOUR) {
    const post = method === 'POST' ? ' -X POST' : ''
    const token = caller === undefined ? '' : ` -H "Authorization: Bearer $${variable(caller)}"`
    console.log(`\n# ${title}: ${answer.status}\ncurl -i${post} ${origin}${path}${token}`)
  }
}

const variable = (caller: string): string => caller.toUpperCase()
