import { type Seconds, UnavailableError } from '@meishi/core'
import { storeGuard } from '@meishi/core/adapter'
import type { SessionStore } from './session-store.js'

/**
 * A store with a time limit and a circuit breaker around each call. Whatever it rejects with is an outage, with that as
 * its cause.
 */
export function askStore(store: SessionStore, timeout: Seconds): SessionStore {
  const guard = storeGuard('sessions', store)
  const ask = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await guard.call(call, timeout)
    } catch (error) {
      throw error instanceof UnavailableError ? error : new UnavailableError('sessions', { cause: error })
    }
  }
  return {
    open: (session) => ask(() => store.open(session)),
    get: (id) => ask(() => store.get(id)),
    rotate: (next, version) => ask(() => store.rotate(next, version)),
    end: (id) => ask(() => store.end(id)),
    endGroup: (group) => ask(() => store.endGroup(group)),
    endSubject: (subject) => ask(() => store.endSubject(subject)),
    list: (subject) => ask(() => store.list(subject)),
  }
}
