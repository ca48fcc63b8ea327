import type { OutgoingHttpHeader } from 'node:http'

/** The part of Node's response that takes headers. */
export interface HeaderTaker {
  getHeader(name: string): OutgoingHttpHeader | undefined
  setHeader(name: string, value: string): unknown
}

/** Sets headers on a response; `Vary` is added to what is there. */
export function setHeaders(response: HeaderTaker, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    const present = name === 'Vary' ? response.getHeader(name) : undefined
    response.setHeader(name, present === undefined ? value : `${String(present)}, ${value}`)
  }
}
