import { createAuthenticator } from '@meishi/core'
import express4 from 'express4'
import express5 from 'express5'
import koa2 from 'koa2'
import koa3 from 'koa3'
import { afterAll, describe, expect, test } from 'vitest'
import { type Caller, callerNamed, callersOf, FOREIGN, PASSING } from './callers.js'
import { expressProxies } from './cases/express-proxies.js'
import { FASTIFY_PROXIES } from './cases/fastify-proxies.js'
import { koaProxies } from './cases/koa-proxies.js'
import { type Arrived, type ProxyCase, pairsOf, upstream } from './cases/proxies.js'
import { KEPT_HEADERS, STRIPPED_HEADERS } from './cases/stripped-headers.js'
import { STRIPPED_QUERIES } from './cases/stripped-queries.js'
import type { ExpressModule } from './frameworks/express.js'
import type { Site } from './frameworks/framework.js'
import { listen } from './frameworks/listen.js'
import { POLICY } from './issuer.js'
import { type RawAnswer, sendBytes } from './raw-http.js'

const claimMapping = [
  { claim: 'sub', to: { header: 'X-User' } },
  { claim: 'sub', to: { query: 'user' } },
] as const

const FRAMEWORKS = [
  { name: 'Express 4', proxies: expressProxies(express4 as unknown as ExpressModule) },
  { name: 'Express 5', proxies: expressProxies(express5) },
  { name: 'Koa 2', proxies: koaProxies(koa2) },
  { name: 'Koa 3', proxies: koaProxies(koa3) },
  { name: 'Fastify 5', proxies: FASTIFY_PROXIES },
]

/** As servers do that make variables of header names. */
const folded = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')

const closing: (() => Promise<void>)[] = []
const until = (close: () => Promise<void>): void => void closing.push(close)
afterAll(async () => void (await Promise.all(closing.map((close) => close()))))

/** A proxy and a server behind it, made for the first who asks. */
function siteOf({ serve }: ProxyCase, { handle, isExempt }: Caller): () => Promise<Site> {
  let site: Promise<Site> | undefined
  const create = async (): Promise<Site> => {
    const auth = handle(createAuthenticator({ ...POLICY, claimMapping }))
    return serve(auth, isExempt === true, (await listen(upstream, until)).port, until)
  }
  return () => {
    site ??= create()
    return site
  }
}

const arrivedOf = ({ status, body }: RawAnswer): Arrived => {
  expect(status).toBe(200)
  return JSON.parse(body) as Arrived
}

describe.each(FRAMEWORKS)('$name', ({ name: framework, proxies }) => {
  const passing = callersOf({ name: framework }).filter((caller) => PASSING.includes(caller))

  describe.each(proxies)('behind $name', (proxy) => {
    describe.each(passing)('of $name', (caller) => {
      const site = siteOf(proxy, caller)
      const ask = async (query: string, lines: readonly string[]): Promise<Arrived> => {
        const { ask } = await site()
        const method = caller.method ?? 'POST'
        const headers = [...caller.headers(), ...lines]
        const body = 'note=kept&user=evil in the body'
        return arrivedOf(await ask({ method, target: `/up/path${query}`, headers, body }))
      }

      test.each(STRIPPED_HEADERS)('the header %s never arrives', async (_name, lines) => {
        const { rawHeaders, body } = await ask('', lines)

        expect(JSON.stringify(rawHeaders)).not.toContain(FOREIGN)
        const ours = pairsOf(rawHeaders).filter(([name]) => folded(name) === 'X_USER')
        expect(ours.map(([, value]) => value)).toEqual(caller.sees === undefined ? [] : [caller.sees])
        expect(body).toBe('note=kept&user=evil in the body')
      })

      test('other headers arrive', async () => {
        const { rawHeaders } = await ask('', ['X-User: evil', ...KEPT_HEADERS])

        expect(rawHeaders.filter((value) => value === 'kept')).toHaveLength(KEPT_HEADERS.length)
      })

      test.each(STRIPPED_QUERIES)('the parameter $name never arrives', async ({ sent, left }) => {
        const { url } = await ask(sent, [])

        const mapped = caller.sees === undefined ? '' : `user=${caller.sees}`
        const query = [left.slice(1), mapped].filter((piece) => piece !== '').join('&')
        expect(url).toBe(query === '' ? proxy.path : `${proxy.path}?${query}`)
      })
    })

    describe('of an authenticated caller', () => {
      const caller = callerNamed('an authenticated caller')
      const site = siteOf(proxy, caller)
      const sendTrailers = async (announcement: readonly string[]): Promise<RawAnswer> => {
        const lines = ['Host: service.test', 'Connection: close', 'Transfer-Encoding: chunked']
        const head = ['POST /up/path HTTP/1.1', ...lines, ...announcement, ...caller.headers()]
        const trailers = ['X-User: evil', 'x_user: evil']
        const text = [...head, '', '4', 'note', '0', ...trailers, '', ''].join('\r\n')
        return sendBytes((await site()).port, text)
      }

      test('a trailer that nobody announced never arrives', async () => {
        const { body, rawHeaders, rawTrailers } = arrivedOf(await sendTrailers([]))

        expect(body).toBe('note')
        expect(JSON.stringify([rawHeaders, rawTrailers])).not.toContain(FOREIGN)
      })

      test.each(['X-User', 'x.user, X-Other'])('a trailer that announces %s is refused', async (names) => {
        expect((await sendTrailers([`Trailer: ${names}`])).status).toBe(400)
      })

      test('a large body arrives as it was sent', async () => {
        const { ask } = await site()
        const body = 'user=evil&'.repeat(100_000)
        const headers = [...caller.headers(), 'Content-Type: application/x-www-form-urlencoded']

        const answer = await ask({ method: 'POST', target: '/up/path', headers, body })

        expect(arrivedOf(answer).body === body).toBe(true)
      })
    })
  })
})
