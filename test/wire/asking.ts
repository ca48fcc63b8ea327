import type { TestClaims } from '@meishi/core/testing'
import type { CaseRequest } from './cases/refusal-case.js'
import type { Application, Framework } from './frameworks/framework.js'
import { bearer, mint } from './issuer.js'

/** Asks one application, and answers with status and body in one text. */
export async function asking(
  { serve }: Framework,
  application: Application,
): Promise<(target: string, request?: Omit<CaseRequest, 'target'>) => Promise<string>> {
  const { ask } = await serve(application)
  return async (target, request = {}) => {
    const { status, body } = await ask({ ...request, target })
    return status === 200 ? `200 ${body}` : String(status)
  }
}

/** A request with a token of these claims. */
export const as = (claims: TestClaims = {}): { headers: string[] } => ({ headers: [bearer(mint(claims))] })
