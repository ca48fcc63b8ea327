import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Seconds } from '@meishi/core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createApp } from './app.js'
import { createLink } from './links.js'

interface Page {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

const ORIGIN = 'https://app.example'
const secret = randomBytes(32)
/** How far the clock of the service is ahead of that of `jose`, which signs by the machine's. */
let ahead: Seconds = 0
const clock = (): number => Date.now() / 1000 + ahead
const mails: { readonly to: string; readonly link: string }[] = []
const sendMail = (to: string, link: string): void => void mails.push({ to, link })
const server = createApp({ origin: ORIGIN, secret, sendMail, clock }).listen(0, '127.0.0.1')
beforeAll(async () => {
  if (!server.listening) await once(server, 'listening')
})
afterAll(() => void server.close())

async function open(path: string, fields?: Record<string, string>): Promise<Page> {
  const init = fields && { method: 'POST', body: new URLSearchParams(fields) }
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init)
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

/** Submits the form of a page, as a browser does. */
function submit({ text }: Page, typed: Record<string, string> = {}): Promise<Page> {
  const action = /<form method="post" action="([^"]+)">/.exec(text)?.[1]
  const hidden = [...text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]))
  return open(String(action), { ...fields, ...typed })
}

/** Asks for a link, and opens the mail. */
async function askForLink(email: string): Promise<string> {
  expect((await submit(await open('/'), { email })).text).toContain('Look into your mail')
  const { to, link } = mails.pop() ?? { to: 'nobody', link: '' }
  expect(to).toBe(email)
  return link.replace(ORIGIN, '')
}

test('a link signs in once, however often it is looked at', async () => {
  const link = await askForLink('<alice>@example.com')
  for (const _scanner of [1, 2, 3]) expect((await open(link)).status).toBe(200)
  const page = await open(link)

  const first = await submit(page)
  expect(first.status).toBe(200)
  expect(first.text).toContain('You are signed in as &#60;alice&#62;@example.com')

  const second = await submit(page)
  expect(second.status).toBe(401)
  expect(second.text).toContain('This link was used already')
  expect(second.text).toContain('Ask for a new one')
})

test('of many clicks at the same time one signs in', async () => {
  const page = await open(await askForLink('alice@example.com'))
  const answers = await Promise.all(Array.from({ length: 8 }, () => submit(page)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)])
})

test('a used link leaves others alone', async () => {
  const [one, other] = [await askForLink('alice@example.com'), await askForLink('alice@example.com')]
  expect((await submit(await open(one))).status).toBe(200)
  expect((await submit(await open(other))).status).toBe(200)
})

test('after ten minutes a link is too old, before and behind the button', async () => {
  const link = await askForLink('alice@example.com')
  const page = await open(link)
  ahead = 606
  onTestFinished(() => {
    ahead = 0
  })
  for (const late of [await open(link), await submit(page)]) {
    expect(late.status).toBe(401)
    expect(late.text).toContain('This link is too old')
  }
})

test('what is no link says so', async () => {
  const forged = await createLink({ origin: '', secret: randomBytes(32) }, 'alice@example.com')
  for (const link of [forged, '/sign-in', '/sign-in?token=a.b.c']) {
    const { status, text } = await open(link)
    expect(status).toBe(401)
    expect(text).toContain('This is no link of ours')
  }
})

test('what is no address gets no mail, and the same page', async () => {
  expect((await submit(await open('/'), { email: 'nobody' })).text).toContain('Look into your mail')
  expect(mails).toEqual([])
})

test('no cache keeps a page, and no other site learns its address', async () => {
  const { headers } = await open(await askForLink('alice@example.com'))
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
})
