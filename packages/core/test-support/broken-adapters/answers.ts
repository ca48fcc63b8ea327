import type { ServerResponse } from 'node:http'
import { type Message, RIGHT_PARTS } from '../http-adapter.js'
import type { BrokenAdapter } from './broken-adapter.js'

const { protect, fail } = RIGHT_PARTS

const partOf = (error: unknown, name: string): unknown => Reflect.get(Object(error), name)

const broken = new Set<unknown>()
const portOf = ({ socket }: Message): unknown => socket.localPort

/** The right status and headers, with a body of the adapter's own. */
function answer(error: unknown, response: ServerResponse, body: unknown): void {
  response.writeHead(Number(partOf(error, 'status') ?? 500)).end(String(body))
}

/** Faults in how errors are answered, and in the headers of other answers. */
export const BROKEN_ANSWERS: readonly BrokenAdapter[] = [
  {
    name: 'answers every error with 401',
    parts: { fail: (_error, response) => void response.writeHead(401).end() },
    foundBy: /^answers (415|50)|in the profile gateway$|two Authorization|Trailer|answers 403/,
  },
  {
    name: 'answers every error with 200',
    parts: { fail: (_error, response) => void response.end('an error') },
    foundBy: /^refuses|^answers|answers 40\d to|(first|second) handle says no$|^spends/,
  },
  {
    name: 'takes what cannot be judged for anonymous',
    parts: {
      protect: (...all) => protect(...all).catch(() => ({ status: 'anonymous' })),
    },
    foundBy: /^answers 50|during an outage$/,
  },
  {
    name: 'drops the headers that are set already',
    parts: {
      fail(error, response) {
        for (const name of response.getHeaderNames()) response.removeHeader(name)
        answer(error, response, 'an error')
      },
    },
    foundBy: /^refuses|^answers (415|503)|answers 40\d to|^spends/,
  },
  {
    name: 'drops the headers of accepted requests',
    parts: {
      enter(_message, response) {
        for (const name of response.getHeaderNames()) response.removeHeader(name)
      },
    },
    foundBy: /^accepts/,
  },
  {
    name: 'drops Vary',
    parts: { enter: (_message, response) => response.removeHeader('Vary') },
    foundBy: /(a header of its own|a cookie), and tells caches/,
  },
  {
    name: 'drops Retry-After',
    parts: {
      fail(error, response) {
        response.removeHeader('Retry-After')
        answer(error, response, 'an error')
      },
    },
    foundBy: /^answers 503/,
  },
  {
    name: 'adds the headers of an error to those that are there',
    parts: {
      fail(error, response) {
        const headers = Object.entries(partOf(error, 'headers') ?? {})
        for (const [name, value] of headers) response.appendHeader(name, value)
        answer(error, response, 'an error')
      },
    },
    foundBy: /^refuses|^answers (415|503)|answers 40\d to|^spends/,
  },
  {
    name: 'sends a challenge with every answer',
    parts: {
      enter: (_message, response) => void response.setHeader('WWW-Authenticate', 'Bearer'),
      fail(error, response, message) {
        response.setHeader('WWW-Authenticate', 'Bearer')
        fail(error, response, message)
      },
    },
    foundBy: /^(shows|lets a request)|^answers (415|50)|profile gateway$|a caller pass/,
  },
  {
    name: 'prints the code',
    parts: { fail: (error, response) => answer(error, response, partOf(error, 'code')) },
    foundBy: /forged|unknown key|^does not tell/,
  },
  {
    name: 'prints a stack',
    parts: { fail: (error, response) => answer(error, response, new Error(String(error)).stack) },
    foundBy: /^refuses|^answers 503/,
  },
  {
    name: 'prints the cause',
    parts: { fail: (error, response) => answer(error, response, partOf(error, 'cause')) },
    foundBy: /^answers 503/,
  },
  {
    name: 'prints the token',
    parts: { fail: (error, response, { headers }) => answer(error, response, headers.authorization) },
    foundBy: /^answers 50|forged|expired|unknown key|no token|two Authorization|Trailer|the options refuses/,
  },
  {
    name: 'never works again after its first error',
    parts: {
      fail(error, response, message) {
        broken.add(portOf(message))
        fail(error, response, message)
      },
      enter(message) {
        if (broken.has(portOf(message))) throw new Error('still broken')
      },
    },
    foundBy: /^refuses|^answers 50/,
  },
  {
    name: 'breaks the connection at an error',
    parts: { fail: (_error, response) => void response.destroy() },
    foundBy: /^refuses|^answers|answers 40\d to|(first|second) handle says no$|^spends/,
  },
]
