import { requireScope } from '@meishi/core'
import { bearer, mint } from '../issuer.js'
import { insufficient, type RefusalCase } from './refusal-case.js'

/** Known callers who may not do this. */
export const REFUSED_CALLERS: readonly RefusalCase[] = [
  {
    code: 'scope_insufficient',
    when: 'a guard in the options says no',
    options: () => ({ guard: ({ claims }) => claims.sub === 'alice' }),
    request: () => ({ headers: [bearer(mint({ sub: 'mallory' }))] }),
    ...insufficient(),
  },
  {
    code: 'scope_insufficient',
    when: 'a guard in the options names scopes',
    options: () => ({ guard: requireScope('reports:read', 'reports:write') }),
    request: () => ({ headers: [bearer(mint({ scope: 'reports:read' }))] }),
    alive: () => ({ headers: [bearer(mint({ scope: 'reports:write reports:read' }))] }),
    ...insufficient('reports:read reports:write'),
  },
  {
    code: 'scope_insufficient',
    when: 'allow() says no',
    request: () => ({ headers: [bearer(mint({ scope: 'reports:read' }))], target: '/allowed' }),
    ...insufficient('admin'),
  },
]
