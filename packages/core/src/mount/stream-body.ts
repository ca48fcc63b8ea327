import type { ServerResponse } from 'node:http'
import { finished, type Readable } from 'node:stream'
import { RequestBodyError } from '../errors/request-body-error.js'

/**
 * A body that nobody has read, as a web stream. Nothing is taken from the connection before the handler asks, so that
 * Node throws away what it never asks for; past the limit the rest is thrown away, and the connection ends with the answer.
 */
export function streamBody(
  source: Readable,
  most: number,
  response: ServerResponse,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isBegun = false
  let isOver = false
  let bytes = 0
  const begin = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void => {
    const end = (error?: RequestBodyError): void => {
      if (isOver) return
      isOver = true
      if (error === undefined) controller.close()
      else controller.error(error)
    }
    source.on('data', (data: Buffer<ArrayBuffer> | string) => {
      const chunk = typeof data === 'string' ? Buffer.from(data) : data
      bytes += chunk.length
      if (isOver) return
      if (bytes > most) {
        response.shouldKeepAlive = false
        return end(new RequestBodyError('body_too_large'))
      }
      controller.enqueue(chunk)
      source.pause()
    })
    finished(source, { writable: false }, (broken) => {
      end(broken ? new RequestBodyError('body_malformed') : undefined)
    })
    // What the handler has left unread must not stand before the connection's next request.
    response.once('close', () => {
      end(new RequestBodyError('body_malformed'))
      source.resume()
    })
  }
  return new ReadableStream(
    {
      pull(controller) {
        if (!isBegun) begin(controller)
        isBegun = true
        source.resume()
      },
      cancel() {
        isOver = true
        source.resume()
      },
    },
    { highWaterMark: 0 },
  )
}
