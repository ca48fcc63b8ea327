import type { TestIssuer } from '@meishi/core/testing'

/** Who asks: each has a token of its own. */
export type Caller = 'alice' | 'auditor' | 'payer' | 'scheduler' | 'expired' | 'forged'

/** One request to the API, and its documented answer. */
export interface Stop {
  readonly title: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Nobody: a request without a token. */
  readonly caller?: Caller
  /** The body as JSON, or the `detail` of the problem. */
  readonly answer: { readonly status: number; readonly body?: object; readonly detail?: string }
}

export function mintTokens({ mint, mintExpired, mintForged }: TestIssuer): Readonly<Record<Caller, string>> {
  return {
    alice: mint(),
    auditor: mint({ sub: 'auditor', scope: 'reports:read' }),
    payer: mint({ sub: 'payer', scope: 'pay' }),
    scheduler: mint({ sub: 'scheduler', aud: 'https://jobs.test' }),
    expired: mintExpired(),
    forged: mintForged(),
  }
}

const MISSING = { status: 401, detail: 'An access token is required' }
const EXPIRED = { status: 401, detail: 'The access token has expired' }
const FORGED = { status: 401, detail: 'The access token is malformed or was not made for this service' }
const NOT_FOR_US = { status: 401, detail: 'The access token was not made for this audience' }
const USED = { status: 401, detail: 'The access token has been used before' }
const NOT_ALLOWED = { status: 403, detail: 'The access token does not allow this' }

/** In this order: a token that was used stays used. */
export const TOUR: readonly Stop[] = [
  get('health is public', '/health', undefined, ok({ status: 'ok' })),
  get('health looks at no token', '/health', 'forged', ok({ status: 'ok' })),
  get('the feed is open to strangers', '/feed', undefined, ok({ feedFor: 'everybody' })),
  get('the feed knows a caller', '/feed', 'alice', ok({ feedFor: 'alice' })),
  get('the feed refuses a bad token', '/feed', 'expired', EXPIRED),
  get('a caller sees itself', '/me', 'alice', ok({ sub: 'alice' })),
  get('a stranger is refused', '/me', undefined, MISSING),
  get('a forged token is refused', '/me', 'forged', FORGED),
  get('reports need a scope', '/reports', 'alice', NOT_ALLOWED),
  get('reports are shown to who has it', '/reports', 'auditor', ok({ reports: ['2026-06', '2026-07'] })),
  post('transfers need a scope', '/transfers', 'alice', NOT_ALLOWED),
  post('a token pays once', '/transfers', 'payer', { status: 201, body: { paidBy: 'payer' } }),
  post('a token does not pay twice', '/transfers', 'payer', USED),
  get('elsewhere that token is still good', '/me', 'payer', ok({ sub: 'payer' })),
  post('jobs have an audience of their own', '/jobs', 'alice', NOT_FOR_US),
  post('jobs start for their audience', '/jobs', 'scheduler', {
    status: 202,
    body: { startedBy: 'scheduler' },
  }),
  get('a token for jobs is good nowhere else', '/me', 'scheduler', NOT_FOR_US),
  get('what is not there is protected too', '/nothing', undefined, MISSING),
]

function get(title: string, path: string, caller: Caller | undefined, answer: Stop['answer']): Stop {
  return { title, method: 'GET', path, answer, ...(caller && { caller }) }
}

function post(title: string, path: string, caller: Caller, answer: Stop['answer']): Stop {
  return { title, method: 'POST', path, answer, caller }
}

function ok(body: object): Stop['answer'] {
  return { status: 200, body }
}
