import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Signer } from '../src/testing.js'

/** An endpoint on loopback that answers as a test says. */
export interface KeyEndpoint extends AsyncDisposable {
  readonly origin: string
  /** Where keys are asked for. */
  readonly url: string
  /** The headers of each request to {@link url}, in their order. */
  readonly asked: IncomingHttpHeaders[]
  /** What it answers from now on. */
  answer: RequestListener
  close(): Promise<void>
}

/** Answers with JSON. */
export const json =
  (body: unknown, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

/** Answers with the public keys of signers. */
export const publishing = (...signers: readonly Signer[]): RequestListener =>
  json({ keys: signers.flatMap(({ jwks }) => jwks.keys) })

/** Answers with a status and nothing else. */
export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(code, headers).end()

/** Breaks the connection. */
export const disconnect: RequestListener = (request) => request.socket.destroy()

export async function startKeyEndpoint(answer: RequestListener): Promise<KeyEndpoint> {
  const asked: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers)
    endpoint.answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const endpoint: KeyEndpoint = {
    origin,
    url: `${origin}/jwks.json`,
    asked,
    answer,
    close,
    [Symbol.asyncDispose]: close,
  }
  return endpoint
}
