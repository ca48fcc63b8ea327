import { ConfigurationError, UnavailableError } from '@meishi/core'
import { isInteger, isObject } from '@meishi/core/adapter'
import type { SessionStore, StoredSession } from './session-store.js'

/** Settings of {@link memorySessionStore}. */
export interface MemorySessionStoreOptions {
  /** How many sessions may be open at once. Above it nobody can log in (503): no session is forgotten. @default 100000 */
  readonly maxSessions?: number
}

const isOptions = isObject({ maxSessions: isInteger(1, 2 ** 24) })
/** So many sessions are looked at for each new one, which clears faster than it fills. */
const SWEEP = 4

/**
 * Keeps sessions in this process: a restart logs everybody out. For one process and for tests.
 *
 * @throws ConfigurationError naming the option and the rule
 * @example
 * const store = memorySessionStore()
 */
export function memorySessionStore(options: MemorySessionStoreOptions = {}): SessionStore {
  isOptions(options, '')
  return new MemorySessions(options.maxSessions ?? 100_000)
}

class MemorySessions implements SessionStore {
  readonly #most: number
  /** By id; those that changed last stand last. */
  readonly #sessions = new Map<string, StoredSession>()
  readonly #groups = new Map<string, Set<string>>()
  readonly #subjects = new Map<string, Set<string>>()

  constructor(most: number) {
    this.#most = most
  }

  async open(session: StoredSession): Promise<void> {
    if (this.#sessions.has(session.id)) throw new ConfigurationError('session.id', 'is there already')
    this.#sweep()
    if (this.#sessions.size >= this.#most)
      throw new UnavailableError('sessions', { cause: new Error(`all ${this.#most} sessions are open`) })
    this.#sessions.set(session.id, session)
    add(this.#subjects, session.subject, session.id)
    if (session.group !== undefined) add(this.#groups, session.group, session.id)
  }

  async get(id: string): Promise<StoredSession | undefined> {
    return this.#living(id)
  }

  async rotate(next: StoredSession, expectedVersion: number): Promise<boolean> {
    if (this.#living(next.id)?.version !== expectedVersion) return false
    this.#sessions.delete(next.id)
    this.#sessions.set(next.id, next)
    return true
  }

  async end(id: string): Promise<boolean> {
    return this.#living(id) !== undefined && this.#forget(id)
  }

  async endGroup(group: string): Promise<readonly string[]> {
    return this.#endAll(this.#groups.get(group))
  }

  async endSubject(subject: string): Promise<readonly string[]> {
    return this.#endAll(this.#subjects.get(subject))
  }

  async list(subject: string): Promise<readonly StoredSession[]> {
    return [...(this.#subjects.get(subject) ?? [])].flatMap((id) => this.#living(id) ?? [])
  }

  #endAll(ids: ReadonlySet<string> = new Set()): readonly string[] {
    const living = [...ids].filter((id) => this.#living(id) !== undefined)
    for (const id of living) this.#forget(id)
    return living
  }

  #living(id: string): StoredSession | undefined {
    const session = this.#sessions.get(id)
    if (session === undefined || session.expiresAt > Date.now()) return session
    this.#forget(id)
    return undefined
  }

  #forget(id: string): boolean {
    const session = this.#sessions.get(id)
    if (session === undefined) return false
    remove(this.#subjects, session.subject, id)
    if (session.group !== undefined) remove(this.#groups, session.group, id)
    return this.#sessions.delete(id)
  }

  /** A session that may be alive goes behind the others, so that the next sweep looks at the next ones. */
  #sweep(): void {
    for (const [id, session] of [...first(this.#sessions, SWEEP)]) {
      if (this.#living(id) === undefined) continue
      this.#sessions.delete(id)
      this.#sessions.set(id, session)
    }
  }
}

function* first<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count
  for (const item of items) {
    if (left-- === 0) return
    yield item
  }
}

function add(index: Map<string, Set<string>>, name: string, id: string): void {
  index.set(name, (index.get(name) ?? new Set()).add(id))
}

function remove(index: Map<string, Set<string>>, name: string, id: string): void {
  const ids = index.get(name)
  ids?.delete(id)
  if (ids?.size === 0) index.delete(name)
}
