import type { AuthOptions, KeySource } from '@meishi/core'
import { bearer, mint, POLICY } from '../issuer.js'
import { type CaseRequest, misconfigured, outage, type RefusalCase, unsupportedBody } from './refusal-case.js'

/** What a client must never learn. */
export const BACKEND = '10.20.30.40'

const unreachable = (): Error => new Error(`connect ECONNREFUSED ${BACKEND}:6379`)

/** Throws at the first call, and works afterwards. */
function failingOnce<Result>(fail: () => Result, answer: Result): () => Result {
  let calls = 0
  return () => (calls++ === 0 ? fail() : answer)
}

const thrown = (): never => {
  throw unreachable()
}

const keysOutOfReach: KeySource = {
  resolve: async () => thrown(),
  status: () => ({ state: 'down', keys: [] }),
  refresh: async () => thrown(),
  close: () => undefined,
}

const withToken = (): CaseRequest => ({ headers: [bearer(mint())] })
const posted = (type: string, body: string) => (): CaseRequest => ({
  method: 'POST',
  headers: [bearer(mint()), `Content-Type: ${type}`],
  body,
})

const FORM = 'application/x-www-form-urlencoded'
const toForm = (): Partial<AuthOptions> => ({ claimMapping: [{ claim: 'sub', to: { form: 'user' } }] })

/** Not the client's fault, or not the token's. */
export const REFUSED_BY_THE_SERVICE: readonly RefusalCase[] = [
  {
    code: 'unavailable',
    when: 'the replay store throws',
    options: () => ({ preventReplay: { store: { consume: failingOnce<boolean>(thrown, true) } } }),
    request: withToken,
    ...outage,
  },
  {
    code: 'unavailable',
    when: 'the replay store rejects',
    options: () => ({
      preventReplay: {
        store: {
          consume: failingOnce<Promise<boolean>>(() => Promise.reject(unreachable()), Promise.resolve(true)),
        },
      },
    }),
    request: withToken,
    ...outage,
  },
  {
    code: 'unavailable',
    when: 'the revocation list throws',
    options: () => ({ revocation: { isRevoked: failingOnce<boolean>(thrown, false) } }),
    request: withToken,
    ...outage,
  },
  {
    code: 'unavailable',
    when: 'the keys of the issuer cannot be asked for',
    policy: () => ({
      audience: POLICY.audience,
      issuers: [
        { issuer: POLICY.issuer, keys: POLICY.keys },
        { issuer: 'https://down.test', keys: { source: keysOutOfReach } },
      ],
    }),
    request: () => ({ headers: [bearer(mint({ iss: 'https://down.test' }))] }),
    ...outage,
  },
  {
    code: 'configuration',
    when: 'nobody parsed the form that holds the token',
    options: () => ({ token: [{ form: 'token' }, { header: 'authorization', scheme: 'Bearer' }] }),
    request: () => ({ method: 'POST', headers: [`Content-Type: ${FORM}`], body: `token=${mint()}` }),
    ...misconfigured,
  },
  {
    code: 'configuration',
    when: 'nobody parsed the form that claims are mapped to',
    options: toForm,
    request: posted(FORM, 'colour=red'),
    ...misconfigured,
  },
  {
    code: 'configuration',
    when: 'a guard stands alone',
    request: () => ({ ...withToken(), target: '/lone-guard' }),
    ...misconfigured,
  },
  {
    code: 'configuration',
    when: 'a typed handler stands alone',
    request: () => ({ ...withToken(), target: '/lone-handler' }),
    ...misconfigured,
  },
  ...(
    [
      ['is plain text', 'text/plain', 'colour=red'],
      ['has several parts', 'multipart/form-data; boundary=x', '--x--\r\n'],
      ['has no known type', 'application/octet-stream', 'colour=red'],
      ['is a JSON list', 'application/json', '["red"]'],
      ['is an empty JSON list', 'application/json', '[]'],
    ] as const
  ).map(([when, type, body]) => ({
    code: 'media_type_refused' as const,
    when: `the body ${when}`,
    options: toForm,
    parser: 'json' as const,
    request: posted(type, body),
    ...unsupportedBody,
  })),
]
