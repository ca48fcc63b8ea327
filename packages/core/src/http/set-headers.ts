import type { OutgoingHttpHeader } from 'node:http'

/** The part of Node's response that takes headers. */
export interface HeaderTaker {
  readonly headersSent: boolean
  getHeader(name: string): OutgoingHttpHeader | undefined
  setHeader(name: string, value: string): unknown
}

/** Takes several `Set-Cookie` too. Node's response does. */
export interface HeaderAppender extends HeaderTaker {
  appendHeader(name: string, value: string): unknown
}

/** A reply that keeps headers of its own, which would overwrite those of Node's response. */
interface Reply {
  readonly raw: { readonly headersSent: boolean }
  getHeader(name: string): OutgoingHttpHeader | undefined
  /** Adds a `Set-Cookie` to those that are there, replaces all others. */
  header(name: string, value: string): unknown
}

/** Takes headers by way of the framework's reply. */
export function takerOf(reply: Reply): HeaderAppender {
  return new ReplyTaker(reply)
}

class ReplyTaker implements HeaderAppender {
  readonly #reply: Reply

  constructor(reply: Reply) {
    this.#reply = reply
  }

  get headersSent(): boolean {
    return this.#reply.raw.headersSent
  }

  getHeader(name: string): OutgoingHttpHeader | undefined {
    return this.#reply.getHeader(name)
  }

  setHeader(name: string, value: string): void {
    this.#reply.header(name, value)
  }

  appendHeader(name: string, value: string): void {
    this.#reply.header(name, value)
  }
}

/** Sets headers on a response that has not begun. `Vary` is added to what is there, and no `Cache-Control` made weaker. */
export function setHeaders(response: HeaderTaker, headers: Readonly<Record<string, string>>): void {
  const entries = Object.entries(headers)
  if (entries.length === 0 || response.headersSent) return
  for (const [name, value] of entries) {
    const present = response.getHeader(name)
    response.setHeader(name, present === undefined ? value : combine(name, String(present), value))
  }
}

function combine(name: string, present: string, value: string): string {
  const lower = name.toLowerCase()
  if (lower === 'vary') return [...new Set([...items(present), ...items(value)])].join(', ')
  if (lower !== 'cache-control' || value !== 'private') return value
  const rest = items(present).filter((directive) => directive.toLowerCase() !== 'public')
  return /\b(?:private|no-store)\b/i.test(present) ? present : [...rest, value].join(', ')
}

const items = (list: string): string[] => list.split(',').map((item) => item.trim())
