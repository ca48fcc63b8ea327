import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError } from '@meishi/core'
import type { KeyRingStore, StoredRing } from './key-ring-store.js'

/** Half-written files of processes that died are swept after this long. */
const ABANDONED_AFTER = 60_000
const NAME = /^ring-after-(\d{16})\.json$/
/** A version is named after the one it follows: so of two that follow the same one, only one can have the name. */
const nameAfter = (version: number): string => `ring-after-${String(version).padStart(16, '0')}.json`

/**
 * Keeps a key ring in a folder of its own, for the processes of one machine. Each version is a file (mode 0600) that
 * is written aside, flushed, and then linked to its name: linking succeeds for one of many racers, and a crash at any
 * point leaves the last whole version. Needs a file system with hard links.
 *
 * @param folder - made with mode 0700 where it does not exist; one per issuer
 * @throws ConfigurationError where `folder` is no text
 * @example
 * const store = fileKeyRing('/var/lib/auth/keys')
 */
export function fileKeyRing(folder: string): KeyRingStore {
  if (typeof folder !== 'string' || folder === '') throw new ConfigurationError('folder', 'expected a path')
  return {
    load: () => loadNewest(folder),
    async save(next, expectedVersion) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      if (((await loadNewest(folder))?.version ?? 0) !== expectedVersion) return false
      const name = nameAfter(expectedVersion)
      if (!(await linkWhole(folder, name, JSON.stringify(next)))) return false
      // Who was overtaken between looking and linking has made a version that is older than the newest.
      const isNewest = (await newestName(folder)) === name
      await sweep(folder)
      return isNewest
    },
  }
}

async function loadNewest(folder: string): Promise<StoredRing | undefined> {
  for (;;) {
    const name = await newestName(folder)
    if (name === undefined) return undefined
    const text = await readFile(join(folder, name), 'utf8').catch(ignoreMissing)
    // Missing: a newer version has replaced it since.
    if (text !== undefined) return JSON.parse(text)
  }
}

async function newestName(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder).catch(ignoreMissing)) ?? []
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .at(-1)
}

/** `false` where the name is taken. */
async function linkWhole(folder: string, name: string, text: string): Promise<boolean> {
  const aside = join(folder, `.${randomUUID()}.tmp`)
  const file = await open(aside, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
    await link(aside, join(folder, name))
    await flushFolder(folder)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await file.close()
    await rm(aside, { force: true })
  }
}

/** A name is durable once its folder is. Windows cannot open a folder, and does not need to. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Removes older versions, and what processes that died have left half-written. */
async function sweep(folder: string): Promise<void> {
  const newest = (await newestName(folder)) ?? ''
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const isOld = NAME.test(name) && name < newest
    if (isOld || (name.endsWith('.tmp') && (await isAbandoned(path)))) await rm(path, { force: true })
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const stats = await stat(path).catch(ignoreMissing)
  return stats !== undefined && stats.mtimeMs < Date.now() - ABANDONED_AFTER
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined
  throw error
}
