import { ERROR_CODES, type ErrorCode, type RefusalCode } from '../error-codes.js'
import type { RefusalDetail } from '../refusal-detail.js'
import type { HttpFace } from './http-face.js'

/** Alibaba Cloud API Gateway, JWT plugin, section 4: status, code and message in `X-Ca-*`, and no challenge. */
export function gateway(code: RefusalCode, detail: RefusalDetail): HttpFace {
  const face: ErrorCode['gateway'] = ERROR_CODES[code].gateway
  const message = face.message(detail)
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' }
  if (face.code !== undefined) {
    headers['X-Ca-Error-Code'] = face.code
    headers['X-Ca-Error-Message'] = message
  }
  return { status: face.status, headers, message: face.text ?? message }
}
