import type { Command } from '../command.js'
import { declareKeys, KEY_FLAGS } from '../keys/declare-keys.js'
import { readToken } from '../read-text.js'
import { decodeToken } from '../tokens/decode-token.js'
import { block, keyWords, rows, timesOf } from '../tokens/describe.js'
import { matchingKey } from '../tokens/matching-key.js'
import { remarksOn } from '../tokens/remarks.js'

/** Shows what a token says, believed or not. The token itself and its signature are not printed. */
export const inspect: Command = {
  name: 'inspect',
  summary: 'shows what a token says, its times in words, and with --key whether its signature holds',
  operands: '[file]',
  flags: { key: KEY_FLAGS.key },
  more: [
    'Reads the token from the file, or from standard input. Nothing that it prints has been verified, unless it says so.',
  ],
  async run(input, { io, paint }) {
    const token = decodeToken(await readToken(input.rest, io))
    const now = Date.now() / 1000
    const declared = await declareKeys(input)
    const key = declared && (await matchingKey(token, declared.known))
    const signature = declared === undefined ? 'unchecked' : key === undefined ? 'does not hold' : 'holds'
    const { kind, header, claims } = token
    const times = timesOf(claims ?? {}, now)
    const remarks = remarksOn(token, now)
    return {
      exit: signature === 'does not hold' ? 1 : 0,
      data: { kind, header, claims: claims ?? null, times, remarks, signature, key: key ?? null },
      lines: [
        paint.strong(`${kind} token, ${token.length} characters`),
        ...rows({ signature, ...(key && { key: keyWords(key) }), ...times }, paint),
        ...remarks.map((remark) => `  ${paint.bad('!')} ${remark}`),
        ...block('header', header, paint),
        ...(claims === undefined ? [] : block('claims', claims, paint)),
      ],
    }
  },
}
