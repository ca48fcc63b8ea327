import type { ReplayStore } from '@meishi/core'
import sqlite from 'node-sqlite3-wasm'

/** A replay store that can be swept and closed. */
export interface SqliteReplayStore extends ReplayStore {
  consume(id: string, expiresAt: number): boolean
  /** Deletes the ids whose deadline passed more than a minute ago. To be called from time to time. */
  sweep(): void
  close(): void
}

/** A deadline that has come is as good as none; one statement finds out and takes the id. */
const TAKE = `
  insert into used_ids (id, expires_at) values (?, ?)
  on conflict (id) do update set expires_at = excluded.expires_at where used_ids.expires_at <= ?
  returning id`

/** Remembers used ids in a file of SQLite, which the processes of one machine share and which outlives them. */
export function sqliteReplayStore(file: string): SqliteReplayStore {
  const database = new sqlite.Database(file)
  // Another process holds the file for about a millisecond. Longer than this it would hold up every request.
  database.exec('pragma busy_timeout = 100')
  database.exec('create table if not exists used_ids (id text primary key, expires_at integer) without rowid')
  return {
    consume(id, expiresAt) {
      const now = Date.now()
      return expiresAt > now && database.all(TAKE, [id, expiresAt, now]).length === 1
    },
    sweep() {
      database.run('delete from used_ids where expires_at <= ?', [Date.now() - 60_000])
    },
    close() {
      database.close()
    },
  }
}
