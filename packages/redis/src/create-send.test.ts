import { ConfigurationError } from '@meishi/core'
import { expect, test } from 'vitest'
import { createSend } from './create-send.js'
import type { RedisClient } from './redis-client.js'

/** What a client was called with, and as which of its own. */
function recorder(...methods: readonly string[]) {
  const calls: unknown[] = []
  const client = Object.fromEntries(
    methods.map((method) => [
      method,
      async function (this: unknown, ...args: unknown[]) {
        calls.push({ method, args, isBound: this === client })
      },
    ]),
  )
  return { client: client as unknown as RedisClient, calls }
}

test.each([
  ['ioredis', ['call', 'sendCommand', 'nodes'], 'call', ['GETEX', 'k']],
  ['a node-redis cluster', ['sendCommand', 'nodeClient'], 'sendCommand', ['k', false, ['GETEX', 'k']]],
  ['a node-redis sentinel client', ['sendCommand', 'acquire'], 'sendCommand', [false, ['GETEX', 'k']]],
  ['a node-redis client', ['sendCommand', 'duplicate'], 'sendCommand', [['GETEX', 'k']]],
])('%s is asked in its own way', async (_what, methods, method, args) => {
  const { client, calls } = recorder(...methods)
  await createSend(client)('k', ['GETEX', 'k'])
  expect(calls).toEqual([{ method, args, isBound: true }])
})

test('a client that throws at once rejects', async () => {
  const down = new Error('The client is closed')
  const send = createSend({
    sendCommand() {
      throw down
    },
  })
  await expect(send('k', ['GETEX', 'k'])).rejects.toBe(down)
})

test.each([[{}], [undefined], [null], ['redis://127.0.0.1'], [{ sendCommand: 'GET' }]])(
  '%j is no client',
  (client) => {
    const create = () => createSend(client as RedisClient)
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(expect.objectContaining({ path: 'client' }))
  },
)
