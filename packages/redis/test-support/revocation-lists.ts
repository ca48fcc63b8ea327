import type { RevocationQuery } from '@meishi/core'
import { Redis } from 'ioredis6'
import { type RedisRevocationList, redisRevocationList } from '../src/redis-revocation-list.js'
import type { RedisRevocationListOptions } from '../src/revocation/list-options.js'

/** What becomes of the commands of one process: they arrive, they fail, or nobody answers. */
export type Line = 'up' | 'down' | 'silent'

/** A list of its own, as another process would have, and the line between it and Redis. */
export interface ListOnALine {
  readonly list: RedisRevocationList
  line: Line
  /** Whether a token with this id is refused; the words of the outage where it cannot be told. */
  ask(tokenId: string): boolean | string
}

export const ISSUER = 'https://id.test'

/** Options that let a test see in a moment what takes longer. */
const QUICK = { pollInterval: 0.02 } as const

/** Makes lists that share one Redis, and ends them together. */
export class RevocationLists {
  readonly #client: Redis
  readonly #lists: RedisRevocationList[] = []

  constructor(port: number) {
    this.#client = new Redis(port, { maxRetriesPerRequest: 0 })
    this.#client.on('error', () => {})
  }

  open(options: RedisRevocationListOptions = {}): ListOnALine {
    const state: { line: Line } = { line: 'up' }
    const sendCommand = async ([command = '', ...args]: string[]): Promise<unknown> => {
      if (state.line === 'silent') return new Promise(() => {})
      if (state.line === 'down') throw new Error('the line is down')
      return this.#client.call(command, ...args)
    }
    const list = redisRevocationList({ sendCommand }, { ...QUICK, ...options })
    this.#lists.push(list)
    return Object.assign(state, { list, ask: (tokenId: string) => ask(list, queryOf({ jti: tokenId })) })
  }

  /** One that is complete, on a Redis that may be new. */
  async ready(options: RedisRevocationListOptions = {}): Promise<ListOnALine> {
    const process = this.open({ onEmpty: 'accept', ...options })
    await process.list.ready()
    return process
  }

  close(): void {
    for (const list of this.#lists) list.close()
    this.#client.disconnect()
  }
}

export function queryOf(claims: object): RevocationQuery {
  return { token: { header: { alg: 'ES256' }, claims: { iss: ISSUER, ...claims } }, keyId: undefined }
}

function ask(list: RedisRevocationList, query: RevocationQuery): boolean | string {
  try {
    return list.isRevoked(query) as boolean
  } catch (error) {
    return String((error as Error).cause)
  }
}

/** Revokes many tokens, a hundred at a time. */
export async function revokeAll({ list }: ListOnALine, tokenIds: readonly string[]): Promise<void> {
  for (let at = 0; at < tokenIds.length; at += 100) {
    const some = tokenIds.slice(at, at + 100)
    await Promise.all(some.map((tokenId) => list.revoke({ issuer: ISSUER, tokenId })))
  }
}
