import { BRAND } from './brand.js'

const FACES = {
  body_too_large: { status: 413, message: 'The request body is too large' },
  body_malformed: { status: 400, message: 'The request body cannot be read' },
} as const

/** A request whose body a fetch handler cannot be given. The message is fixed and may be shown. */
export class RequestBodyError extends Error {
  override readonly name = 'RequestBodyError'
  readonly code: keyof typeof FACES
  readonly status: number
  readonly statusCode: number
  readonly headers: Record<string, string> = { 'Cache-Control': 'no-store' }
  readonly expose = true

  constructor(code: keyof typeof FACES) {
    const { status, message } = FACES[code]
    super(message)
    this.code = code
    this.status = status
    this.statusCode = status
    this.stack = `${this.name}: ${message}`
  }

  get [BRAND](): true {
    return true
  }
}
