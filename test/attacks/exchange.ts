import { connect } from 'node:net'
import { requestText } from '../wire/raw-http.js'
import type { AttackRequest } from './attack.js'

/** One of the answers that came over one connection. */
export interface Received {
  readonly status: number
  /** By name in lower case; several lines of one name are joined. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Everything that came back until the server closed. */
export interface Exchange {
  readonly answers: readonly Received[]
  /** Every byte, one character each. */
  readonly bytes: string
}

/** No answer within this is a server that hangs. Far above what any answer takes on a busy machine. */
const PATIENCE_MS = 8_000

/** The pieces of a request, one byte a character. */
export function piecesOf({ raw, target = '/', ...rest }: AttackRequest): readonly string[] {
  return raw ?? [requestText({ target, ...rest })]
}

/** Sends the pieces and reads until the server closes the connection. */
export async function exchange(port: number, request: AttackRequest): Promise<Exchange> {
  const bytes = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of piecesOf(request)) socket.write(piece, 'latin1')
    })
    socket.setNoDelay()
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the server hangs')))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => socket.end())
    // A server that closes while we still write resets the connection; what it said counts.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })
  return { answers: split(bytes, request.method ?? 'GET'), bytes }
}

function split(bytes: string, method: string): Received[] {
  const answers: Received[] = []
  for (let rest = bytes; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n')
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
    if (end < 0 || Number.isNaN(status)) throw new Error(`no HTTP answer: ${JSON.stringify(rest)}`)
    const headers = readLines(lines)
    const length = method === 'HEAD' || status < 200 ? 0 : Number(headers['content-length'] ?? Number.NaN)
    const bodyEnd = Number.isNaN(length) ? rest.length : end + 4 + length
    answers.push({ status, headers, body: rest.slice(end + 4, bodyEnd) })
    rest = rest.slice(bodyEnd)
  }
  return answers
}

function readLines(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    const value = line.slice(line.indexOf(':') + 1).trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}
