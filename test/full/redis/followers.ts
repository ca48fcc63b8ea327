import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RedisRevocationListOptions } from '@meishi/redis'
import { until } from '../../../packages/redis/test-support/until.js'
import type { Driver, Place } from './service/connect.js'
import type { FollowerOrder, FollowerSetup, FollowerWord } from './service/follower.js'

/** Built by `npm run build`, because a process of its own cannot run TypeScript. */
const MAIN = fileURLToPath(new URL('service/dist/follower.js', import.meta.url))

/** A process that follows a revocation list. */
export interface Follower {
  /** When it refused a token first, of those that it watches. */
  readonly refusedAt: ReadonlyMap<string, number>
  watch(tokenId: string): void
  /** Whether Redis took it. */
  revoke(tokenId: string): Promise<boolean>
  /** Waits until it refuses every token and can judge one that nobody revoked. */
  refusesAll(tokenIds: readonly string[]): Promise<void>
  /** Whether it can judge a token that nobody revoked. */
  canTell(): Promise<boolean>
  /** Stops the process in the middle of what it does, and lets it go on. */
  pause(): void
  resume(): void
  stop(): void
}

const STRANGER = 'a token that nobody revoked'

/** Starts processes that share a list, and waits until each is complete. */
export async function startFollowers(
  count: number,
  driver: Driver,
  place: Place,
  options: RedisRevocationListOptions = {},
): Promise<readonly Follower[]> {
  const setup: FollowerSetup = { driver, place, options: { onEmpty: 'accept', ...options } }
  return Promise.all(Array.from({ length: count }, () => startFollower(setup)))
}

async function startFollower(setup: FollowerSetup): Promise<Follower> {
  const child = fork(MAIN, [JSON.stringify(setup)], { execArgv: [] })
  child.setMaxListeners(0) // one for each word that is waited for
  const refusedAt = new Map<string, number>()
  child.on('message', (word: FollowerWord) => {
    if ('refused' in word) refusedAt.set(word.refused, word.at)
  })
  const give = (order: FollowerOrder): void => void child.send(order)
  const judge = async (ids: readonly string[]): Promise<readonly (readonly string[])[]> => {
    const said = wordOf(child, (word) => 'passing' in word)
    give({ judge: ids })
    const word = await said
    return 'passing' in word ? [word.passing, word.unknown] : []
  }
  const follower: Follower = {
    refusedAt,
    watch: (tokenId) => give({ watch: tokenId }),
    async revoke(tokenId) {
      const said = wordOf(child, (word) => 'revoked' in word && word.revoked === tokenId)
      give({ revoke: tokenId })
      const word = await said
      return 'isDone' in word && word.isDone
    },
    async refusesAll(tokenIds) {
      await until('a process refuses every revoked token, and no other', async () => {
        const [passing = [], unknown = []] = await judge([...tokenIds, STRANGER])
        return passing.length === 1 && unknown.length === 0 && passing[0] === STRANGER
      })
    },
    async canTell() {
      const [, unknown = []] = await judge([STRANGER])
      return unknown.length === 0
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: () => void child.kill('SIGKILL'),
  }
  await wordOf(child, (word) => 'ready' in word)
  return follower
}

/** The next word of a kind. A process that ends instead is an error. */
function wordOf(child: ChildProcess, isMeant: (word: FollowerWord) => boolean): Promise<FollowerWord> {
  return new Promise((resolve, reject) => {
    const hear = (word: FollowerWord): void => {
      if (!isMeant(word)) return
      child.off('message', hear).off('exit', end)
      resolve(word)
    }
    const end = (code: number | null): void => reject(new Error(`a process ended with code ${code}`))
    child.on('message', hear).once('exit', end)
  })
}
