import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Fetch, FetchedResponse, FetchInit } from './fetch.js'

/**
 * Makes the `fetch` that is used where none was given. It is made of `node:https`, because the addresses that a name
 * has must be judged between the lookup and the connection. It follows no redirect and keeps no connection open.
 *
 * @param lookup - how names become addresses; by default as everywhere in Node
 */
export function createFetch(lookup?: LookupFunction): Fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const request = url.startsWith('https:') ? requestHttps : requestHttp
      request(url, optionsOf(init, lookup), (message) => resolve(responseOf(message)))
        .on('error', reject)
        .end()
    })
}

function optionsOf({ method, headers, signal }: FetchInit, lookup: LookupFunction | undefined): object {
  return { method, headers, signal, agent: false, ...(lookup !== undefined && { lookup }) }
}

function responseOf(message: IncomingMessage): FetchedResponse {
  return {
    status: message.statusCode ?? 0,
    headers: { get: (name) => headerOf(message, name) },
    body: message as AsyncIterable<Uint8Array>,
  }
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name]
  return (Array.isArray(value) ? value.join(', ') : value) ?? null
}
