import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWithRedis, redisMajor } from '../../packages/redis/test-support/find-redis.js'
import { type RedisServer, startRedis } from '../../packages/redis/test-support/redis-server.js'
import { readModules } from '../architecture/modules.js'
import { type CommandDocs, readCommandDocs, unknownTo } from './command-docs.js'
import { EXERCISES } from './exercises.js'

const OLDEST = '6.2.0'

type Command = readonly string[]

/** Words in capitals that are answers of Redis. */
const ANSWERS = new Set(['OK', 'NOPERM'])

/** Redis 6 cannot say what it knows; where the tests run on it, they are the proof. */
const describeWithDocs = redisMajor === 6 ? describe.skip : describeWithRedis

describeWithDocs('every command that a store sends', () => {
  let server: RedisServer
  let client: Redis
  let commands: Command[]
  let docs: ReadonlyMap<string, CommandDocs>

  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.port)
    const sent: Command[] = []
    const recorder = {
      isReady: true,
      sendCommand([command = '', ...args]: string[]): Promise<unknown> {
        sent.push([command, ...args])
        return client.call(command, ...args)
      },
    }
    for (const { run } of EXERCISES) await run(recorder, () => client.flushall())
    commands = [...sent, ...scriptsOf(sent).flatMap(commandsOf)]
    docs = await readCommandDocs(client, [...new Set(commands.map(([name = '']) => name))])
  }, 60_000)
  afterAll(async () => {
    client?.disconnect()
    await server?.stop()
  })

  test('is one that the sources name, and the other way round', () => {
    const seen = new Set(commands.flat())
    expect(wordsOfSources().filter((word) => !seen.has(word) && !ANSWERS.has(word))).toEqual([])
    expect([...docs.keys()].sort()).toEqual([...new Set(commands.map(([name]) => name))].sort())
  })

  test(`is known to Redis ${OLDEST} as it is sent`, () => {
    expect(commands.flatMap((command) => unknownTo(OLDEST, command, docs))).toEqual([])
  })

  test('of a script is named in its text, by functions that are as old', () => {
    for (const script of scriptsOf(commands)) {
      expect(script).not.toMatch(/^\s*#!/)
      const called = [...script.matchAll(/redis\.(\w+)/g)].map(([, name]) => name)
      expect(called.filter((name) => name !== 'call' && name !== 'error_reply')).toEqual([])
      expect(called.filter((name) => name === 'call')).toHaveLength(commandsOf(script).length)
    }
  })

  test.each([
    ['SET k v NX GET', 'Allowed the `NX` and `GET` options to be used together.'],
    ['EXPIRETIME k', ''],
    ['PEXPIREAT k 5 gt', 'gt'],
    ['ZRANGE k 0 -1 LIMIT', undefined],
    ['SET k v PXAT 5 NX', undefined],
  ])('would be found out: %s', async (command, late) => {
    const [name = '', ...args] = command.split(' ')
    const own = await readCommandDocs(client, [name])
    const found = unknownTo(OLDEST, [name, ...args], own)
    expect(found[0]).toBe(late === undefined ? undefined : late === '' ? name : `${name}: ${late}`)
  })
})

function scriptsOf(sent: readonly Command[]): string[] {
  return [...new Set(sent.filter(([name]) => name === 'EVAL').map(([, script = '']) => script))]
}

/** The commands inside a script, by their words; what it computes stands as it is written. */
function commandsOf(script: string): Command[] {
  return [...script.matchAll(/redis\.call\(('[A-Z]+'[^)]*)\)/g)].map(([, list = '']) =>
    list.split(',').map((arg) => arg.trim().replace(/^'(.*)'$/, '$1')),
  )
}

/** Words in capitals that stand alone between quotes. */
function wordsOfSources(): string[] {
  const texts = readModules('redis').map(({ text }) => text)
  return [...new Set(texts.flatMap((text) => text.match(/(?<=')[A-Z]{2,}(?=')/g) ?? []))]
}
