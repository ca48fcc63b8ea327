import { open } from 'node:fs/promises'
import { codeOf, type Failure, unreachable, usage } from './failures.js'
import type { Io } from './io.js'
import { printable } from './printable.js'

const MOST_BYTES = 1_048_576

/**
 * Reads a file, whose name is known, with its bytes.
 *
 * @throws Failure (3)
 */
async function readBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw unreadable(file, error)
  })
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(MOST_BYTES + 1), 0, MOST_BYTES + 1, 0)
    if (bytesRead > MOST_BYTES) throw tooLarge(printable(file))
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw error instanceof Error && 'exit' in error ? error : unreadable(file, error)
  } finally {
    await handle.close()
  }
}

export const readText = async (file: string): Promise<string> => (await readBytes(file)).toString('utf8')

/**
 * Reads one token from a file or, without one, from standard input.
 *
 * @throws Failure (2) where the token itself is an argument, (3) where nothing can be read
 */
export async function readToken(rest: readonly string[], io: Io): Promise<string> {
  const [file = '-', another] = rest
  if (rest.some(looksLikeToken))
    throw usage(
      'a token among the arguments is seen by every process of this machine and kept by the shell: pipe it in, or name a file',
    )
  if (another !== undefined) throw usage('expected one file with a token, or none to read standard input')
  const text = file === '-' ? await readStdin(io) : await readText(file)
  const token = text.trim().replace(/^(?:Authorization:\s*)?Bearer\s+/i, '')
  if (token === '') throw unreachable('expected a token; nothing is there')
  return token
}

/** What begins as the base64url of `{"` and has the dots of a token. */
const looksLikeToken = (argument: string): boolean =>
  /^(?:Bearer\s+)?eyJ[\w-]*\.[\w-]*\.[\w.-]*$/.test(argument)

async function readStdin({ stdin, stderr }: Io): Promise<string> {
  if (stdin.isTTY === true) stderr('Paste the token, then Ctrl-D:\n')
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stdin) {
    parts.push(Buffer.from(part))
    bytes += part.length
    if (bytes > MOST_BYTES) throw tooLarge('standard input')
  }
  return Buffer.concat(parts).toString('utf8')
}

const unreadable = (file: string, error: unknown): Failure =>
  unreachable(`${printable(file)} cannot be read: ${codeOf(error)}`)
const tooLarge = (name: string): Failure => unreachable(`${name} has more than ${MOST_BYTES} bytes`)
