import { checkNames } from './check-names.js'
import { createSend } from './create-send.js'
import { guardFormat } from './guard-format.js'
import type { RedisClient } from './redis-client.js'
import { numberOf } from './revocation/replies.js'
import type { RedisSessionStore, StoredSession } from './sessions/session-contract.js'
import { SessionIndex } from './sessions/session-index.js'
import { sessionKeys } from './sessions/session-keys.js'
import { parseSession, writeSession } from './sessions/session-text.js'
import { watchClient } from './watch-client.js'

/** Settings of {@link redisSessionStore}. */
export interface RedisSessionStoreOptions {
  /**
   * How every key begins. Services with the same prefix on the same Redis share their sessions; with different prefixes
   * they do not.
   * @default 'meishi'
   */
  readonly prefix?: string
}

/** KEYS: the session. ARGV: the version that is expected, the new text, when it expires. */
const ROTATE = `
local held = redis.call('GET', KEYS[1])
if not held or string.match(held, '^%d+') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PXAT', ARGV[3])
return 1`

/**
 * Keeps login sessions in Redis 6.2 or later, or Valkey, for all processes that share it. Each session has a slot of its
 * own in a Cluster; the lists of a subject and of a group are in theirs, and are written before the session and forgotten
 * after it, so that no crash leaves a session that they do not know.
 *
 * @param client - of node-redis or ioredis (one server, Sentinel, Cluster), or an object with `sendCommand`
 * @throws ConfigurationError where the client or an option cannot be used
 * @example
 * const client = await createClient({ url: 'redis://127.0.0.1:6379', disableOfflineQueue: true }).connect()
 * const sessions = createSessions({ ...options, store: redisSessionStore(client), revocation: redisRevocationList(client) })
 */
export function redisSessionStore(
  client: RedisClient,
  options: RedisSessionStoreOptions = {},
): RedisSessionStore {
  checkNames(options, ['prefix'])
  const send = guardFormat(createSend(client), client, 'sessions', options.prefix)
  const keys = sessionKeys(options.prefix)
  const index = new SessionIndex(send)
  const hasAnswered = watchClient(client, 'sessions')

  const get = async (id: string): Promise<StoredSession | undefined> => {
    const key = keys.session(id)
    const session = parseSession(await send(key, ['GET', key]))
    hasAnswered()
    return session
  }
  const listsOf = ({ subject, group }: StoredSession): readonly string[] =>
    [keys.subject(subject), group === undefined ? [] : keys.group(group)].flat()
  const take = async (id: string): Promise<StoredSession | undefined> => {
    const key = keys.session(id)
    return parseSession(await send(key, ['GETDEL', key]))
  }
  const end = async (id: string): Promise<boolean> => {
    const session = await take(id)
    if (session === undefined) return false
    await Promise.all(listsOf(session).map((list) => index.remove(list, id)))
    return true
  }
  const endAll = async (list: string): Promise<readonly string[]> => {
    const ids = await index.ids(list)
    const ended = await Promise.all(ids.map(end))
    return ids.filter((_, at) => ended[at])
  }

  return {
    async open(session) {
      await Promise.all(listsOf(session).map((list) => index.add(list, session)))
      const key = keys.session(session.id)
      await send(key, ['SET', key, writeSession(session), 'PXAT', String(session.expiresAt)])
      hasAnswered()
    },
    get,
    async rotate(next, expectedVersion) {
      const key = keys.session(next.id)
      const args = [String(expectedVersion), writeSession(next), String(next.expiresAt)]
      return numberOf(await send(key, ['EVAL', ROTATE, '1', key, ...args])) === 1
    },
    end,
    endGroup: (group) => endAll(keys.group(group)),
    endSubject: (subject) => endAll(keys.subject(subject)),
    async list(subject) {
      const ids = await index.ids(keys.subject(subject))
      return (await Promise.all(ids.map(get))).flatMap((session) => session ?? [])
    },
  }
}
