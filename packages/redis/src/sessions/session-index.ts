import type { UnixMilliseconds } from '@meishi/core'
import type { Send } from '../create-send.js'
import { listOf, textOf } from '../revocation/replies.js'
import type { StoredSession } from './session-contract.js'

/** A clock of another machine, for which the list must not forget first. */
const SKEW: UnixMilliseconds = 60_000

/** KEYS: the list. ARGV: the id, when it leaves, now. The list lives as long as what leaves last. */
const ADD = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], last[2])
return 1`

/**
 * Which sessions a subject or a group has. A list may name a session that is gone, and never lacks one that is open: a
 * session is in it until it ends at the latest, however often it is refreshed.
 */
export class SessionIndex {
  readonly #send: Send

  constructor(send: Send) {
    this.#send = send
  }

  async add(list: string, { id, endsAt, expiresAt }: StoredSession): Promise<void> {
    const leaves = Math.ceil(Math.max(endsAt * 1000, expiresAt)) + SKEW
    await this.#send(list, ['EVAL', ADD, '1', list, id, String(leaves), String(Date.now())])
  }

  async remove(list: string, id: string): Promise<void> {
    await this.#send(list, ['ZREM', list, id])
  }

  async ids(list: string): Promise<readonly string[]> {
    return listOf(await this.#send(list, ['ZRANGE', list, '0', '-1'])).map(textOf)
  }
}
