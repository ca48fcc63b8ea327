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

/** No answer within this is a server that hangs, in milliseconds. */
export const TIME_LIMIT = 5_000

/** These have none, whatever length they tell. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 304])

/** Writes a request down. A body has its length, and unless it `persists`, the connection ends with the answer. */
export function requestText(
  { method = 'GET', target, headers = [], body }: RawRequest,
  persists = false,
): string {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`]
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: service.test',
    ...(persists ? [] : ['Connection: close']),
    ...length,
    ...headers,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`
}

/**
 * Sends exactly these characters, one byte each, and reads until the server closes.
 *
 * @throws where that is no answer, or not the whole of one
 */
export async function sendBytes(port: number, text: string): Promise<RawAnswer> {
  const bytes = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'))
    socket.setTimeout(TIME_LIMIT, () => socket.destroy(new Error('the server did not answer')))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })
  const answer = parseHead(bytes)
  if (answer === undefined) throw new Error(`no HTTP answer: ${JSON.stringify(bytes)}`)
  const length = lengthOf(answer, text.startsWith('HEAD '))
  if (length !== undefined && length !== answer.body.length)
    throw new Error('the body is not as long as said')
  return answer
}

/** Sends a request and reads its answer. */
export const send = (port: number, request: RawRequest): Promise<RawAnswer> =>
  sendBytes(port, requestText(request))

/** Every value of one header of an answer. */
export function valuesOf(answer: RawAnswer, name: string): string[] {
  const lower = name.toLowerCase()
  return answer.lines.filter(([line]) => line.toLowerCase() === lower).map(([, value]) => value)
}

/** Reads an answer, whose body is all that follows its head. `undefined`: the head is not complete. */
export function parseHead(bytes: string): RawAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = bytes.slice(0, end).split('\r\n')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]
  if (end < 0 || status === undefined) return undefined
  return { status: Number(status), lines: lines.map(parseLine), body: bytes.slice(end + 4), bytes }
}

/** How long the body is. `undefined`: its own end shows that (RFC 9112, section 6.3). */
export function lengthOf(answer: RawAnswer, isToHead: boolean): number | undefined {
  if (isToHead || WITHOUT_BODY.has(answer.status)) return 0
  const [length] = valuesOf(answer, 'content-length')
  return length === undefined ? undefined : Number(length)
}

function parseLine(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}
