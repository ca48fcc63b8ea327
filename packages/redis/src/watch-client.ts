import type { UnavailablePart } from '@meishi/core'
import { checkClient } from './check-client.js'
import { inspectServer } from './inspect-server.js'
import type { RedisClient } from './redis-client.js'

/**
 * Checks a client and, as soon as it is connected, its servers.
 *
 * @returns to be called when the client has answered: then it is connected
 */
export function watchClient(client: RedisClient, part: UnavailablePart): () => void {
  // A revocation that is written late, or twice, is the same revocation.
  if (part === 'replay') checkClient(client, part)
  let isDone = false
  const inspect = (): void => {
    if (isDone) return
    isDone = true
    void inspectServer(client, part).then((wasAsked) => {
      isDone = wasAsked
    })
  }
  const isConnected = Reflect.get(client, 'isReady') === true || Reflect.get(client, 'status') === 'ready'
  if (isConnected) inspect()
  return inspect
}
