import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadJwtPlugin } from '@meishi/config'
import { ConfigurationError, type Jwk } from '@meishi/core'
import { createSigner, type Signer } from '@meishi/core/testing'
import { createApp } from './app.js'
import { createCases, type DemoCase } from './demo-cases.js'
import { broken, onceOnly, pluginWith } from './plugins.js'

/** What was sent, what came back, and whether it is as documented. */
export interface DemoRow {
  readonly title: string
  readonly sent: string
  readonly answer: string
  readonly isAsDocumented: boolean
}

/** A running demo. */
export interface Demo {
  readonly signer: Signer
  readonly server: Server
  readonly origin: string
}

/** Starts the API on loopback, behind a freshly made key. */
export async function startDemo(): Promise<Demo> {
  const signer = createSigner({ alg: 'RS256', kid: 'uniq_key' })
  const plugin = pluginWith(signer.jwks.keys[0] as Jwk)
  const server = createApp({ api: plugin, payments: onceOnly(plugin) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { signer, server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Sends every request, and loads a broken file. */
export async function runCases({ signer, origin }: Demo): Promise<readonly DemoRow[]> {
  const rows: DemoRow[] = []
  for (const one of createCases(signer)) rows.push(await send(one, origin))
  return [...rows, loadBrokenFile(pluginWith(signer.jwks.keys[0] as Jwk))]
}

async function send({ title, method, path, headers, expected }: DemoCase, origin: string): Promise<DemoRow> {
  const response = await fetch(origin + path, { method, headers })
  const body = await response.text()
  const code = response.headers.get('X-Ca-Error-Code') ?? undefined
  const shown = code === undefined ? body : `${code}  ${response.headers.get('X-Ca-Error-Message')}`
  const isAsDocumented =
    response.status === expected.status && code === expected.code && (expected.shows ?? body) === body
  return { title, sent: `${method} ${path}`, answer: `${response.status}  ${shown}`, isAsDocumented }
}

function loadBrokenFile(plugin: string): DemoRow {
  const row = { title: 'a broken file', sent: 'loadJwtPlugin(…)' }
  try {
    loadJwtPlugin(broken(plugin))
    return { ...row, answer: 'was loaded', isAsDocumented: false }
  } catch (error) {
    const isOurs =
      error instanceof ConfigurationError && error.message.startsWith('Invalid JWT plugin configuration')
    return { ...row, answer: `I400JP  ${String((error as Error).message)}`, isAsDocumented: isOurs }
  }
}
