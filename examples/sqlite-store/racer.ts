// A process that wants ids, all that its parent names, and tells which it got.
import { sqliteReplayStore } from './sqlite-store.js'

const store = sqliteReplayStore(process.argv[2] ?? '')

/** A file that is busy for too long has not taken the id, so asking again is safe. */
function take(id: string): boolean {
  for (;;) {
    try {
      return store.consume(id, Date.now() + 60_000)
    } catch (error) {
      if (!String(error).includes('locked')) throw error
    }
  }
}

process.on('message', (ids: string[]) => process.send?.(ids.filter(take)))
process.on('disconnect', () => store.close())
process.send?.('ready')
