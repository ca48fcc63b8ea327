import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An endpoint on loopback that does as the test says, and counts who asks. */
export interface FaultyEndpoint extends AsyncDisposable {
  readonly origin: string
  readonly place: string
  asked: number
  answer: RequestListener
  /** Stops listening: connections are refused from now on. */
  close(): Promise<void>
  /** Listens again. */
  open(): Promise<void>
}

/** @param certificate - serves over TLS with it */
export async function startEndpoint(
  answer: RequestListener,
  certificate?: Certificate,
): Promise<FaultyEndpoint> {
  const listen: RequestListener = (request, response) => {
    endpoint.asked++
    endpoint.answer(request, response)
  }
  const server = certificate === undefined ? createHttpServer(listen) : createHttpsServer(certificate, listen)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const place = `127.0.0.1:${port}`
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const endpoint: FaultyEndpoint = {
    origin: `${certificate === undefined ? 'http' : 'https'}://${place}`,
    place,
    asked: 0,
    answer,
    close,
    open: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    [Symbol.asyncDispose]: close,
  }
  return endpoint
}

interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
}

/** A certificate that signs itself, and whose time is over. */
export function expiredCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'meishi-tls-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const make = (...words: string[]): unknown => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
  try {
    make(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      key,
      '-out',
      'request.pem',
      '-subj',
      '/CN=127.0.0.1',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    )
    // A negative number of days ends before it begins, with every OpenSSL since 1.0.
    make(
      'x509',
      '-req',
      '-in',
      'request.pem',
      '-signkey',
      key,
      '-out',
      cert,
      '-days',
      '-1',
      '-copy_extensions',
      'copy',
    )
    return { cert: readFileSync(cert), key: readFileSync(key) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
