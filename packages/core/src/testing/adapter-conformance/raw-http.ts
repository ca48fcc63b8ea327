import { connect } from 'node:net'

/** A request, of which nothing is checked or corrected. */
export interface RawRequest {
  readonly method?: string
  /** @default '/target' */
  readonly target?: string
  /** Whole lines: `Name: value`. */
  readonly lines?: readonly string[]
  readonly body?: string
}

/** An answer as it came over the wire, one character for each byte. */
export interface RawAnswer {
  readonly status: number
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly body: string
  readonly bytes: string
}

const TIME_LIMIT = 5_000

/** Sends requests over one connection, each when the one before it was answered, and reads until the server closes it. */
export function exchange(port: number, requests: readonly RawRequest[]): Promise<readonly RawAnswer[]> {
  return new Promise((resolve, reject) => {
    const answers: RawAnswer[] = []
    let bytes = ''
    const socket = connect(port, '127.0.0.1')
    const sendNext = (): void => {
      const request = requests[answers.length]
      if (request !== undefined)
        socket.write(write(request, answers.length === requests.length - 1), 'latin1')
    }
    const take = (isEnd: boolean): void => {
      const answer = parse(bytes, isEnd)
      if (answer === undefined) return
      answers.push(answer)
      bytes = bytes.slice(answer.bytes.length)
      sendNext()
    }
    socket.setTimeout(TIME_LIMIT, () => socket.destroy(new Error(`no answer within ${TIME_LIMIT} ms`)))
    socket.on('connect', sendNext)
    socket.on('data', (chunk) => {
      bytes += chunk.toString('latin1')
      take(false)
    })
    socket.on('error', reject)
    socket.on('close', () => {
      if (answers.length < requests.length) take(true)
      if (answers.length === requests.length && bytes === '') resolve(answers)
      else reject(new Error(`the server did not answer once, but with: ${JSON.stringify(bytes)}`))
    })
  })
}

/** Every value of one header of an answer. */
export function valuesOf(answer: RawAnswer, name: string): readonly string[] {
  const lower = name.toLowerCase()
  return answer.lines.filter(([line]) => line.toLowerCase() === lower).map(([, value]) => value)
}

function write(
  { method = 'GET', target = '/target', lines = [], body }: RawRequest,
  isLast: boolean,
): string {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  const end = isLast ? ['Connection: close'] : []
  const head = [`${method} ${target} HTTP/1.1`, 'Host: service.test', ...end, ...length, ...lines]
  return `${head.join('\r\n')}\r\n\r\n${body ?? ''}`
}

/** The first answer, once it is there as a whole. */
function parse(bytes: string, isEnd: boolean): RawAnswer | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  const [statusLine = '', ...rest] = bytes.slice(0, headEnd).split('\r\n')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]
  if (headEnd < 0 || status === undefined) return undefined
  const lines = rest.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  const head = { status: Number(status), lines, body: '', bytes }
  const text = bytes.slice(headEnd + 4)
  const read = readBody(text, head, isEnd)
  if (read === undefined || read.length > text.length) return undefined
  return { ...head, body: read.body, bytes: bytes.slice(0, headEnd + 4 + read.length) }
}

interface Body {
  readonly body: string
  readonly length: number
}

/** The body by its length, by its chunks, or up to the end of the connection (RFC 9112, section 6.3). */
function readBody(text: string, head: RawAnswer, isEnd: boolean): Body | undefined {
  if (valuesOf(head, 'transfer-encoding').length > 0) return readChunks(text)
  const [declared] = valuesOf(head, 'content-length')
  if (declared === undefined) return isEnd ? { body: text, length: text.length } : undefined
  return { body: text.slice(0, Number(declared)), length: Number(declared) }
}

function readChunks(text: string): Body | undefined {
  let body = ''
  for (let at = 0; ; ) {
    const lineEnd = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, lineEnd), 16)
    if (lineEnd < 0 || Number.isNaN(size)) return undefined
    at = lineEnd + 2
    if (size === 0) return { body, length: at + 2 }
    body += text.slice(at, at + size)
    at += size + 2
  }
}
