import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

/** One tab of a browser. */
export interface Tab {
  /** What an expression, or the promise that it is, comes to. */
  evaluate(expression: string): Promise<unknown>
  reload(): Promise<void>
}

/** A headless Chromium with a profile of its own. */
export interface Chromium {
  open(url: string): Promise<Tab>
  cookies(): Promise<readonly { readonly name: string; readonly value: string; readonly httpOnly: boolean }[]>
  close(): Promise<void>
}

const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run']

/** Starts the browser, and speaks to it by the DevTools protocol. */
export async function startChromium(): Promise<Chromium> {
  const profile = await mkdtemp(join(tmpdir(), 'meishi-chromium-'))
  const browser = spawn('chromium', [...FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(browser, 'exit')
  const socket = new WebSocket(await addressOf(browser.stderr))
  await once(socket, 'open')
  const send = createSender(socket)
  return {
    async open(url) {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
      const tab = createTab((method, params) => send(method, params, String(sessionId)))
      await tab.evaluate(`location.href = ${JSON.stringify(url)}`)
      await loaded(tab, url)
      return tab
    },
    cookies: async () => (await send('Storage.getCookies')).cookies as never,
    async close() {
      socket.close()
      browser.kill('SIGKILL')
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<Record<string, unknown>>

function createTab(send: Send): Tab {
  const tab: Tab = {
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails))
      return (result as { value?: unknown }).value
    },
    async reload() {
      const url = String(await tab.evaluate('location.href'))
      await tab.evaluate('window.isOld = true')
      await send('Page.reload')
      await loaded(tab, url)
    },
  }
  return tab
}

/** A page that was left throws what is asked of it. */
async function loaded(tab: Tab, url: string): Promise<void> {
  const question = `!window.isOld && document.readyState === 'complete' && location.href === ${JSON.stringify(url)}`
  for (let attempt = 0; attempt < 1500; attempt++) {
    if (await tab.evaluate(question).catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${url} was not loaded within half a minute`)
}

function createSender(socket: WebSocket): Send {
  const waiting = new Map<number, (answer: { error?: object; result?: object }) => void>()
  let last = 0
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    waiting.get(message.id)?.(message)
    waiting.delete(message.id)
  })
  return (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, ({ error, result }) =>
        error ? reject(new Error(`${method}: ${JSON.stringify(error)}`)) : resolve(result as never),
      )
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    })
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address !== undefined) {
      output.resume()
      return address
    }
  }
  throw new Error('the browser ended')
}
