import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReplayStore } from '@meishi/core'

/** A replay store that can be swept. */
export interface FileReplayStore extends ReplayStore {
  /** Deletes the ids whose deadline passed more than a minute ago. To be called from time to time. */
  sweep(): Promise<void>
}

/** Remembers used ids as files of one folder, which processes of one machine share and which outlive them. */
export function fileReplayStore(folder: string): FileReplayStore {
  return {
    async consume(id, expiresAt) {
      if (expiresAt <= Date.now()) return false
      try {
        // `wx` makes the file or fails, in one operation of the file system: of many racers one wins.
        await writeFile(join(folder, nameOf(id)), `until ${expiresAt}\n`, { flag: 'wx' })
        return true
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
        throw error
      }
    },
    async sweep() {
      for (const id of await readdir(folder)) {
        const path = join(folder, id)
        // A file that is half written has no deadline yet, and stays; one that another sweep took is gone.
        const [, deadline] = /^until (\d+)\n$/.exec(await readFile(path, 'utf8').catch(() => '')) ?? []
        if (Number(deadline) < Date.now() - 60_000) await rm(path, { force: true })
      }
    },
  }
}

/** In lower case, because many file systems take `a` and `A` for the same name. */
function nameOf(id: string): string {
  return Buffer.from(id).toString('hex')
}
