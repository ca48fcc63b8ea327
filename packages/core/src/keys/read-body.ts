import { abortable } from './abortable.js'
import type { FetchedResponse } from './fetch.js'
import { FetchFailure } from './fetch-failure.js'

/** The longest answer that is read, after decompression. */
const MOST_BYTES = 512 * 1024

/**
 * Reads a body to its end, but no further than the limit, and no longer than the signal allows.
 *
 * @throws {@link FetchFailure} where it is too long
 */
export async function readBody(
  { headers, body }: FetchedResponse,
  place: string,
  signal: AbortSignal,
): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0)
  const chunks = body[Symbol.asyncIterator]()
  let isDone = false
  try {
    if (Number(headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLong(place)
    const read: Uint8Array[] = []
    for (let bytes = 0; ; ) {
      const next = await abortable(chunks.next(), signal)
      if (next.done === true) break
      bytes += next.value.byteLength
      if (bytes > MOST_BYTES) throw tooLong(place)
      read.push(next.value)
    }
    isDone = true
    return Buffer.concat(read)
  } finally {
    if (!isDone) letGo(body, chunks)
  }
}

/** Lets go of an answer that nobody reads, so that its connection ends. */
export function dropBody({ body }: FetchedResponse): void {
  if (body !== null) letGo(body)
}

/** Not awaited: a body that hangs hangs here too. */
function letGo(body: object, chunks?: AsyncIterator<unknown>): void {
  const end: unknown = Reflect.get(body, 'destroy') ?? Reflect.get(body, 'cancel')
  const ended = async (): Promise<unknown> => typeof end === 'function' && Reflect.apply(end, body, [])
  void Promise.allSettled([chunks?.return?.(), ended()])
}

function tooLong(place: string): FetchFailure {
  return new FetchFailure(`${place} answered with more than ${MOST_BYTES / 1024} KiB`, { isContent: true })
}
