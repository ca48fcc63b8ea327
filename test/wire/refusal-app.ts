import { createAuthenticator, type ErrorProfile, requireScope } from '@meishi/core'
import type { RefusalCase } from './cases/refusal-case.js'
import type { Application } from './frameworks/framework.js'
import { POLICY } from './issuer.js'

/** An application whose routes are behind the case's policy, each in another way. */
export function refusalApp(row: RefusalCase, profile: ErrorProfile): Application {
  const policy = row.policy?.() ?? { ...POLICY, ...row.options?.() }
  const auth = createAuthenticator({ ...policy, errorProfile: profile })
  const optional = auth.with({ optional: true })
  const guards = [requireScope('admin')]
  return {
    parses: row.parser === undefined ? [] : [row.parser],
    routes: [
      { path: '/target', auth: [auth] },
      { path: '/allowed', auth: [optional], guards },
      { path: '/typed', auth: [optional], typedBy: optional },
      { path: '/lone-guard', guards },
      { path: '/lone-handler', typedBy: auth },
    ],
  }
}
