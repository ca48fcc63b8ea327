import { type RawAnswer, valuesOf } from './raw-http.js'

/**
 * The body of an answer, its chunks put together.
 *
 * @throws where it ends before its last chunk
 */
export function textOf(answer: RawAnswer): string {
  if (valuesOf(answer, 'transfer-encoding')[0] !== 'chunked') return answer.body
  let text = ''
  for (let at = 0; at < answer.body.length; ) {
    const end = answer.body.indexOf('\r\n', at)
    const length = Number.parseInt(answer.body.slice(at, end), 16)
    if (length === 0) return text
    text += answer.body.slice(end + 2, end + 2 + length)
    at = end + 2 + length + 2
  }
  throw new Error('the body broke off')
}
