import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import express4 from 'express4'
import express5 from 'express5'
import { onTestFinished } from 'vitest'

/** What the tests use of Express is the same in both versions. */
export type Express = typeof express5
export type App = ReturnType<Express>

export const VERSIONS: readonly { readonly version: string; readonly express: Express }[] = [
  { version: 'Express 4', express: express4 as unknown as Express },
  { version: 'Express 5', express: express5 },
]

/** Listens on loopback until the test has finished. Returns the port. */
export async function listen(listener: RequestListener | App): Promise<number> {
  const server = createServer(listener)
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
