import { createReadStream } from 'node:fs'
import { codeOf, Failure, unreachable, usage } from './failures.js'
import type { Io } from './io.js'
import { printable } from './printable.js'

const MOST_BYTES = 1_048_576

/**
 * The text of a file, or of a pipe that has a name, as a shell makes one of `<(…)`.
 *
 * @throws Failure (3)
 */
export async function readText(file: string): Promise<string> {
  try {
    return await collect(createReadStream(file), printable(file))
  } catch (error) {
    if (error instanceof Failure) throw error
    throw unreachable(`${printable(file)} cannot be read: ${codeOf(error)}`)
  }
}

/**
 * Reads one token from a file or, without one, from standard input.
 *
 * @throws Failure (3) where nothing can be read
 */
export async function readToken(rest: readonly string[], { stdin, stderr }: Io): Promise<string> {
  const [file = '-', another] = rest
  if (another !== undefined) throw usage('expected one file with a token, or none to read standard input')
  if (file === '-' && stdin.isTTY === true) stderr('Paste the token, then Ctrl-D:\n')
  const text = file === '-' ? await collect(stdin, 'standard input') : await readText(file)
  const token = text.trim().replace(/^(?:Authorization:\s*)?Bearer\s+/i, '')
  if (token === '') throw unreachable('expected a token; nothing is there')
  return token
}

async function collect(source: AsyncIterable<Uint8Array | string>, name: string): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of source) {
    parts.push(Buffer.from(part))
    bytes += part.length
    if (bytes > MOST_BYTES) throw unreachable(`${name} has more than ${MOST_BYTES} bytes`)
  }
  return Buffer.concat(parts).toString('utf8')
}
