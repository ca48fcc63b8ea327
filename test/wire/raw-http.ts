import { connect } from 'node:net'

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** Header lines in their order, names as sent. */
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** Every byte, one character each. */
  readonly bytes: string
}

/** A request, of which nothing is checked or corrected. */
export interface RawRequest {
  readonly method?: string | undefined
  readonly target: string
  /** Whole lines: `Name: value`. */
  readonly headers?: readonly string[] | undefined
  readonly body?: string | undefined
}

/** Writes a request down. The connection ends with the answer, and a body has its length. */
export function requestText({ method = 'GET', target, headers = [], body }: RawRequest): string {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`]
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: service.test',
    'Connection: close',
    ...length,
    ...headers,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`
}

/** Sends exactly these characters, one byte each, and reads until the server closes. */
export function sendBytes(port: number, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'))
    socket.setTimeout(5_000, () => socket.destroy(new Error('the server did not answer')))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('end', () => {
      socket.end()
      resolve(parseAnswer(Buffer.concat(chunks).toString('latin1')))
    })
  })
}

/** Sends a request and reads its answer. */
export const send = (port: number, request: RawRequest): Promise<RawAnswer> =>
  sendBytes(port, requestText(request))

/** Every value of one header of an answer. */
export function valuesOf(answer: RawAnswer, name: string): string[] {
  const lower = name.toLowerCase()
  return answer.lines.filter(([line]) => line.toLowerCase() === lower).map(([, value]) => value)
}

function parseAnswer(bytes: string): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = bytes.slice(0, end).split('\r\n')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]
  if (end < 0 || status === undefined) throw new Error(`no HTTP answer: ${JSON.stringify(bytes)}`)
  const body = bytes.slice(end + 4)
  const answer = { status: Number(status), lines: lines.map(parseLine), body, bytes }
  const [length] = valuesOf(answer, 'content-length')
  if (length !== undefined && Number(length) !== body.length)
    throw new Error('the body is not as long as said')
  return answer
}

function parseLine(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}
