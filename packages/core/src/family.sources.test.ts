import { expect, test } from 'vitest'
import { AUDIENCE, countedKeys, ISSUER, mint, request, wordFor } from '../test-support/authentication.js'
import { createAuthenticator } from './create-authenticator.js'
import type { AuthOptions } from './options/auth-options.js'
import type { FindIssuer } from './options/issuer-options.js'
import { manualClock } from './testing.js'

type Source = ReturnType<typeof countedKeys>

const tenant = (number: number): string => `https://t${number}.test`
const words = async (auth: Parameters<typeof wordFor>[0], ...issuers: string[]) =>
  Promise.all(issuers.map((iss) => wordFor(auth, request(mint({ iss })))))
/** Options that name a source in each of the three places. */
const options = {
  written: (source: Source): AuthOptions => ({ audience: AUDIENCE, issuer: ISSUER, keys: { source } }),
  listed: (source: Source): AuthOptions => ({
    audience: AUDIENCE,
    issuers: [{ issuer: ISSUER, keys: { source } }],
  }),
  found: (source: Source): AuthOptions => ({
    audience: AUDIENCE,
    issuers: () => ({ keys: { source } }),
  }),
}
const places = Object.keys(options) as (keyof typeof options)[]
const pairs = places.flatMap((from) => places.map((to) => [from, to] as const))

test.each(pairs)('a source that was %s and then is %s is open until the end', async (from, to) => {
  const source = countedKeys()
  const auth = createAuthenticator(options[from](source))
  expect(await words(auth, ISSUER)).toEqual(['authenticated'])
  auth.replace(options[to](source))
  expect(source.closed).toBe(0)
  expect(await words(auth, ISSUER)).toEqual(['authenticated'])
  auth.close()
  expect(source.closed).toBe(1)
})

test.each(pairs)('a source that was %s is closed soon where another one is %s', async (from, to) => {
  const [before, after] = [countedKeys(), countedKeys()]
  const auth = createAuthenticator(options[from](before))
  await words(auth, ISSUER)
  auth.replace(options[to](after))
  auth.replace(options.written(after))
  expect([before.closed, after.closed]).toEqual([1, 0])
})

test('a source of two tenants outlives the replacement of the function, though one of them does not come again', async () => {
  const source = countedKeys()
  const auth = createAuthenticator(options.found(source))
  await words(auth, tenant(1), tenant(2))
  auth.replace(options.found(source))
  expect(await words(auth, tenant(1))).toEqual(['authenticated'])
  expect(source.closed).toBe(0)
})

test('no more sources wait for their tenants than there may be tenants', async () => {
  const sources = Array.from({ length: 5 }, () => countedKeys())
  const find = (issuer: string) => ({ keys: { source: sources[Number(issuer.at(9))] as Source } })
  const create = (max: number): AuthOptions => ({
    audience: AUDIENCE,
    issuers: (name) => find(name),
    tenants: { max },
  })
  const auth = createAuthenticator(create(5))
  await words(auth, ...[0, 1, 2, 3, 4].map(tenant))
  auth.replace(create(2))
  expect(sources.map(({ closed }) => closed)).toEqual([1, 1, 1, 0, 0])
})

test('what one handle of a family drops stays open where another one has it', async () => {
  const [shared, other] = [countedKeys(), countedKeys()]
  const issuers: FindIssuer = (issuer) => ({ keys: { source: issuer === tenant(1) ? shared : other } })
  const auth = createAuthenticator({ audience: AUDIENCE, issuers, tenants: { max: 1 } })
  const child = auth.with({ audience: [AUDIENCE, 'x'] })
  await words(auth, tenant(1))
  await words(child, tenant(1))
  await words(auth, tenant(2))
  expect(shared.closed).toBe(0)
  await words(child, tenant(2))
  expect([shared.closed, other.closed]).toEqual([1, 0])
})

/** An authenticator with a question that is answered later. */
async function asking() {
  const clock = manualClock()
  let answer = (_source: Source): void => {}
  const issuers: FindIssuer = () =>
    new Promise((resolve) => {
      answer = (source) => resolve({ keys: { source } })
    })
  const auth = createAuthenticator({ audience: AUDIENCE, clock, issuers, remoteKeys: { timeout: 0.1 } })
  const word = words(auth, ISSUER)
  return { auth, word, answer: (source: Source) => answer(source) }
}

test('an answer that comes after the end leaves no source open', async () => {
  const source = countedKeys()
  const { auth, word, answer } = await asking()
  auth.close()
  answer(source)
  await word
  expect(source.closed).toBe(1)
})

test('nor does one that came too late for its request', async () => {
  const source = countedKeys()
  const { auth, word, answer } = await asking()
  auth.close()
  expect(await word).toEqual(['UnavailableError'])
  answer(source)
  await expect.poll(() => source.closed).toBe(1)
})

test('an answer that comes after the function was replaced is good for its request, and keeps the source for the next', async () => {
  const source = countedKeys()
  const { auth, word, answer } = await asking()
  auth.replace(options.found(source))
  answer(source)
  expect(await word).toEqual(['authenticated'])
  expect(await words(auth, ISSUER)).toEqual(['authenticated'])
  expect(source.closed).toBe(0)
})
