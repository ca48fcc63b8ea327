import { readFileSync } from 'node:fs'
import type { RedisServer } from '../../packages/redis/test-support/redis-server.js'
import type { Exercise } from './exercises.js'

const README = readFileSync(new URL('../../packages/redis/README.md', import.meta.url), 'utf8')

/** How the README calls what needs rights. */
export const STORE_OF: Readonly<Record<Exercise['kind'], string>> = {
  replay: 'redisReplayStore',
  revocation: 'redisRevocationList',
  'key-ring': 'redisKeyRingStore',
  session: 'redisSessionStore',
}

/** The user that the README creates. */
export const USER = { username: 'meishi', password: 'secret' } as const

/** The rights that the README lists for a purpose, as `ACL SETUSER` takes them. */
export function rightsFor(purpose: string): readonly string[] {
  const [, lines = ''] =
    new RegExp(`^# ${purpose}\\b.*\\n((?:ACL SETUSER meishi .*\\n)+)`, 'm').exec(README) ?? []
  const rights = [...lines.matchAll(/^ACL SETUSER meishi (.*)$/gm)].flatMap(([, list = '']) =>
    list.split(' '),
  )
  if (rights.length === 0) throw new Error(`the README lists no rights for ${purpose}`)
  return rights
}

/** Makes the user new, with these rights and no others. */
export async function createUser(server: RedisServer, rights: readonly string[]): Promise<void> {
  await server.command('ACL', 'DELUSER', USER.username)
  await server.command('ACL', 'SETUSER', USER.username, ...rights)
  await server.command('ACL', 'LOG', 'RESET')
}

/** What the user was not allowed to do: commands, keys and channels. */
export async function denied(server: RedisServer): Promise<readonly string[]> {
  const log = await server.command('ACL', 'LOG')
  return [...log.matchAll(/^object\n(.*)$/gm)].map(([, what = '']) => what)
}

/** The commands that the server has carried out since its statistics were reset, as rights. */
export async function carriedOut(server: RedisServer): Promise<ReadonlySet<string>> {
  const stats = await server.command('INFO', 'commandstats')
  return new Set([...stats.matchAll(/^cmdstat_([^:]+):/gm)].map(([, command]) => `+${command}`))
}
