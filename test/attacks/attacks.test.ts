import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Attack, type AttackRequest, bearer } from './attack.js'
import { type Exchange, exchange, piecesOf, type Received } from './exchange.js'
import { mint } from './keys.js'
import { ADVISORIES } from './rows/advisories.js'
import { MIDDLEWARE_ADVISORIES } from './rows/advisories-middleware.js'
import { SIGNATURE_ADVISORIES } from './rows/advisories-signatures.js'
import { ALGORITHMS } from './rows/algorithms.js'
import { AUDIENCES } from './rows/audiences.js'
import { CREDENTIALS } from './rows/credentials.js'
import { ENCRYPTED } from './rows/encrypted.js'
import { HEADERS } from './rows/headers.js'
import { HTTP } from './rows/http.js'
import { JSON_TEXTS } from './rows/json.js'
import { KEYS_IN_HEADERS } from './rows/keys-in-headers.js'
import { KIDS } from './rows/kids.js'
import { MAPPING } from './rows/mapping.js'
import { PAYLOADS } from './rows/payloads.js'
import { SENDERS } from './rows/senders.js'
import { SIGNATURES } from './rows/signatures.js'
import { OTHER_SIGNATURES } from './rows/signatures-other.js'
import { SPELLING } from './rows/spelling.js'
import { TIMES } from './rows/times.js'
import { UPSTREAM } from './rows/upstream.js'
import { type Service, startService } from './service.js'

const THEMES: Readonly<Record<string, readonly Attack[]>> = {
  algorithms: ALGORITHMS,
  headers: HEADERS,
  'keys in headers': KEYS_IN_HEADERS,
  'encrypted tokens': ENCRYPTED,
  'key ids': KIDS,
  'JSON texts': JSON_TEXTS,
  times: TIMES,
  payloads: PAYLOADS,
  'issuers and audiences': AUDIENCES,
  'ECDSA signatures': SIGNATURES,
  'other signatures': OTHER_SIGNATURES,
  spelling: SPELLING,
  'claim mapping': MAPPING,
  'claim mapping, seen by an upstream': UPSTREAM,
  credentials: CREDENTIALS,
  HTTP,
  'slow and pipelining senders': SENDERS,
  'published advisories': ADVISORIES,
  'published advisories on middleware': MIDDLEWARE_ADVISORIES,
  'published advisories on signatures': SIGNATURE_ADVISORIES,
}

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

describe.each(Object.entries(THEMES))('%s', (_theme, attacks) => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_name, attack) => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    const request = attack.request(service)
    service.decisions.length = 0
    const got = await exchange(attack.toStrictServer ? service.strictPort : service.port, request)

    expect(got.answers.map(({ status }) => status)).toEqual(attack.answers.map(({ status }) => status))
    expect(decided()).toEqual(decisionsOf(attack))
    attack.answers.forEach((answer, index) => {
      const received = got.answers[index] as Received
      if (answer.headers !== undefined) expect(said(received)).toEqual(answer.headers)
      if (answer.body !== undefined) expect(received.body).toBe(answer.body)
      if (answer.reads !== undefined) expect(answer.reads[0](received.body)).toEqual(answer.reads[1])
    })
    expectNothingLeaked(request, got, JSON.stringify([log.mock.calls, service.decisions]))
    await expectAlive()
    log.mockRestore()
  })
})

test('the table has a hundred and forty rows and more, each with a name of its own', () => {
  const names = Object.values(THEMES).flatMap((attacks) => attacks.map(({ name }) => name))
  expect(names.length).toBeGreaterThan(140)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})

/** In alphabetical order: requests of one connection are decided side by side. */
const decided = (): unknown[] => service.decisions.map(({ outcome, code }) => code ?? outcome).sort()

const decisionsOf = ({ answers }: Attack): unknown[] =>
  answers.flatMap(({ decision }) => (decision === 'none' ? [] : [decision])).sort()

/** Whatever meishi says in headers. */
const HEADERS_OF_OURS = [
  'WWW-Authenticate',
  'Cache-Control',
  'Retry-After',
  'X-Ca-Error-Code',
  'X-Ca-Error-Message',
]

function said({ headers }: Received): Record<string, string> {
  const lines = HEADERS_OF_OURS.map((name) => [name, headers[name.toLowerCase()]] as const)
  return Object.fromEntries(lines.filter((line): line is [string, string] => line[1] !== undefined))
}

const STACK = /(?:\n\s+|&nbsp;)at |node_modules|\.[jt]s:\d+/

/** Long runs of what was sent, which a refusal must not repeat anywhere. */
const runsOf = (text: string): string[] => text.slice(0, 100_000).match(/[\w-]{20,}/g) ?? []

function expectNothingLeaked(request: AttackRequest, { bytes, answers }: Exchange, told: string): void {
  expect(bytes).not.toMatch(STACK)
  expect(service.contacts()).toBe(0)
  if (answers.some(({ status }) => status < 300)) return
  expect(bytes).not.toContain('alice')
  const sent = piecesOf(request).join('')
  for (const run of new Set(runsOf(sent))) {
    expect(bytes + told).not.toContain(run)
    for (const inside of runsOf(Buffer.from(run, 'base64url').toString('latin1')))
      expect(bytes).not.toContain(inside)
  }
}

/** A good token still passes, and nobody has put anything where every object would find it. */
async function expectAlive(): Promise<void> {
  const { answers } = await exchange(service.port, { headers: [bearer(mint())] })
  expect(answers).toMatchObject([{ status: 200, body: 'reached' }])
  expect(Object.keys(Object.prototype)).toEqual([])
}
