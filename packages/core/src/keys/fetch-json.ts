import { type JsonObject, parseJsonObject } from '../jose/json-object.js'
import type { Clock, Seconds } from '../time.js'
import { abortable } from './abortable.js'
import type { Fetch, FetchedResponse } from './fetch.js'
import { asFailure, FetchFailure } from './fetch-failure.js'
import type { FetchQueue } from './fetch-queue.js'
import { dropBody, readBody } from './read-body.js'
import { freshnessOf, retryAfterOf } from './response-times.js'

/** How JSON is fetched. */
export interface JsonFetcher {
  readonly fetch: Fetch
  readonly queue: FetchQueue
  readonly clock: Clock
}

/** An answer that holds a JSON object, or says that what the tag stands for has not changed. */
export interface FetchedJson {
  /** `undefined`: not modified. */
  readonly json: JsonObject | undefined
  readonly bytes: number
  readonly tag: string | undefined
  /** As the endpoint says, if it does. */
  readonly freshFor: Seconds | undefined
}

/**
 * Fetches a JSON object: no redirect, no status but 200 (or 304, where a tag was sent), limited in size and time,
 * whatever `fetch` does.
 *
 * @param tag - the `ETag` of what is there already
 * @throws {@link FetchFailure}
 */
export async function fetchJson(
  { fetch, queue, clock }: JsonFetcher,
  url: string,
  place: string,
  tag?: string,
): Promise<FetchedJson> {
  // Some gateways turn away who does not say what it is.
  const headers = {
    accept: 'application/json',
    'user-agent': 'meishi',
    ...(tag !== undefined && { 'if-none-match': tag }),
  }
  try {
    return await queue.run(place, async (signal) => {
      const init = { method: 'GET', headers, redirect: 'manual', signal } as const
      const response = await abortable(fetch(url, init).then(dropIfLate(signal)), signal)
      const isSame = response.status === 304 && tag !== undefined
      if (response.status !== 200 || response.redirected === true) dropBody(response)
      if (!isSame) checkStatus(response, place, clock)
      const body = isSame ? undefined : await readBody(response, place, signal)
      return {
        json: body && parse(body, place),
        bytes: body?.length ?? 0,
        tag: response.headers.get('etag') ?? (isSame ? tag : undefined),
        freshFor: freshnessOf(response.headers),
      }
    })
  } catch (error) {
    throw asFailure(error, place)
  }
}

/** A `fetch` that does not listen to its signal may still answer. */
const dropIfLate =
  (signal: AbortSignal) =>
  (response: FetchedResponse): FetchedResponse => {
    if (signal.aborted) dropBody(response)
    return response
  }

function checkStatus({ status, redirected, headers }: FetchedResponse, place: string, clock: Clock): void {
  if (redirected === true || (status >= 300 && status < 400 && status !== 304))
    throw new FetchFailure(`${place} answered with a redirect, which is not followed`, { status })
  if (status !== 200)
    throw new FetchFailure(`${place} answered ${status}`, {
      status,
      retryAfter: retryAfterOf(headers, clock()),
    })
}

function parse(body: Buffer, place: string): JsonObject {
  const json = parseJsonObject(body)
  if (json === undefined)
    throw new FetchFailure(`${place} answered with something that is no JSON object`, { isContent: true })
  return json
}
