import { expect } from 'vitest'
import type { Fetch, FetchedResponse } from '../src/keys/fetch.js'
import { type FetchedJson, fetchJson } from '../src/keys/fetch-json.js'
import { FetchQueue } from '../src/keys/fetch-queue.js'

export const URL_OF_KEYS = 'https://id.test/keys?secret=hunter2'
export const bytes = (text: string): AsyncIterable<Uint8Array> => new Blob([text]).stream() as never

/** A good answer, but for what the change says. */
export const answer = (change: Partial<FetchedResponse> = {}): FetchedResponse => ({
  status: 200,
  headers: new Headers(),
  body: bytes('{"a":1}'),
  ...change,
})

/** Fetches at the time 1000. */
export const ask = (
  fetch: Fetch,
  url = URL_OF_KEYS,
  queue = new FetchQueue(5),
  tag?: string,
): Promise<FetchedJson> => fetchJson({ fetch, queue, clock: () => 1000 }, url, 'id.test:443', tag)

/** How it failed. */
export async function failure(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'FetchFailure' })
  return error as Error
}
