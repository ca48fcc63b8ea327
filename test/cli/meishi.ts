import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The tool as it is built, which is what people run. */
export const MAIN = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url))

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the tool as a process of its own. Its output is no terminal. */
export async function meishi(args: readonly string[], stdin = ''): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'pipe' })
  child.stdin.on('error', () => {}) // it may end without reading
  child.stdin.end(stdin)
  const closed = once(child, 'close')
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: (await closed)[0], out, err }
}

/** The same with `--json`, and what it printed as data. */
export async function meishiJson(
  args: readonly string[],
  stdin = '',
): Promise<{ code: number; data: Record<string, unknown> }> {
  const { code, out, err } = await meishi([...args, '--json'], stdin)
  return { code, data: JSON.parse(out === '' ? err : out) }
}

/** A folder for one test, and files in it. */
export function folder(): {
  path: (name: string) => string
  write: (name: string, content: string) => string
} {
  const root = mkdtempSync(join(tmpdir(), 'meishi-cli-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const path = (name: string): string => join(root, name)
  const write = (name: string, content: string): string => {
    writeFileSync(path(name), content, { mode: 0o600 })
    return path(name)
  }
  return { path, write }
}

/** The flags of a token that {@link ISSUED} issues. */
export const EXPECTED = ['--issuer', 'https://id.test', '--audience', 'api']
export const ISSUED = [...EXPECTED, '--subject', 'alice']
