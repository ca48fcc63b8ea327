import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { codeOf, unreachable } from './failures.js'
import { printable } from './printable.js'

/**
 * Writes a file that its owner alone can read. A file that is there stays, unless it may be replaced: then it is replaced as
 * a whole, so that neither half a key nor an old mode is left.
 *
 * @throws Failure (3)
 */
export async function writeSecret(file: string, text: string, mayReplace: boolean): Promise<void> {
  const target = mayReplace ? `${file}.${randomUUID()}` : file
  try {
    await writeFile(target, text, { flag: 'wx', mode: 0o600 })
    if (mayReplace) await rename(target, file)
  } catch (error) {
    if (mayReplace) await rm(target, { force: true })
    const code = codeOf(error)
    const advice = code === 'EEXIST' ? 'it is there already; --force replaces it' : code
    throw unreachable(`${printable(file)} cannot be written: ${advice}`)
  }
}
