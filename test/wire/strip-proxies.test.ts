import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { CALLERS, FOREIGN, middlewareOf } from './callers.js'
import { PROXIES, pairsOf } from './cases/proxies.js'
import { KEPT_HEADERS, STRIPPED_HEADERS } from './cases/stripped-headers.js'
import { STRIPPED_QUERIES } from './cases/stripped-queries.js'
import { listen, VERSIONS } from './express-versions.js'
import { send } from './raw-http.js'

const mapping = [
  { claim: 'sub', to: { header: 'X-User' } },
  { claim: 'sub', to: { query: 'user' } },
]

/** What arrives behind the proxy. */
interface Arrived {
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly body: string
}

/** Answers with what arrived. */
const upstream: RequestListener = async (req, res) => {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const { url, rawHeaders } = req
  const text = JSON.stringify({ url, rawHeaders, body: Buffer.concat(chunks).toString('latin1') })
  res.writeHead(200, { 'Content-Length': Buffer.byteLength(text) }).end(text)
}

/** As servers do that make variables of header names. */
const folded = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')

const PASSING = CALLERS.filter(({ name }) => !/refused|outage/.test(name))

describe.each(VERSIONS)('$version', ({ express }) => {
  describe.each(PROXIES)('behind $name', ({ create, readsOriginalUrl }) => {
    describe.each(PASSING)('of $name', (caller) => {
      const ask = async (query: string, lines: readonly string[]): Promise<Arrived> => {
        const app = express()
        app.use('/up', middlewareOf(caller, mapping), create(await listen(upstream)))
        const request = {
          method: caller.method ?? 'POST',
          target: `/up/path${query}`,
          headers: [...caller.headers(), ...lines],
          body: 'note=kept&user=evil in the body',
        }
        const answer = await send(await listen(app), request)
        expect(answer.status).toBe(200)
        return JSON.parse(answer.body) as Arrived
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

        const path = readsOriginalUrl ? '/up/path' : '/path'
        const mapped = caller.sees === undefined ? '' : `user=${caller.sees}`
        const query = [left.slice(1), mapped].filter((piece) => piece !== '').join('&')
        expect(url).toBe(query === '' ? path : `${path}?${query}`)
      })
    })
  })
})
