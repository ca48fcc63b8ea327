import type { UnavailablePart } from '@meishi/core'
import { hasMethod } from './create-send.js'
import type { RedisClient } from './redis-client.js'
import { reportProblem } from './report-problem.js'

type VisibleOptions = Readonly<Record<string, unknown>>
type Advice = readonly (readonly [advice: string, isNeeded: (options: VisibleOptions) => boolean])[]

const FOR_IOREDIS: Advice = [
  ['enableOfflineQueue: false', (options) => options.enableOfflineQueue === true],
  [
    'autoResendUnfulfilledCommands: false',
    (options) => options.autoResendUnfulfilledCommands === true && options.maxRetriesPerRequest !== 0,
  ],
]
const FOR_NODE_REDIS: Advice = [
  ['disableOfflineQueue: true', (options) => options.disableOfflineQueue !== true],
]

/**
 * Reports a client that queues commands or sends them again, where its options can be seen. It is no error: what was
 * sent twice is told by its nonce. But commands pile up behind an outage, and land when nobody waits for them.
 */
export function checkClient(client: RedisClient, part: UnavailablePart): void {
  const options: unknown = Reflect.get(client, 'options')
  if (typeof options !== 'object' || options === null) return
  const advice = (hasMethod(client, 'call') ? FOR_IOREDIS : FOR_NODE_REDIS)
    .filter(([, isNeeded]) => isNeeded(options as VisibleOptions))
    .map(([text]) => text)
  if (advice.length > 0) reportProblem(client, part, 'MEISHI_REDIS_QUEUES', `set ${advice.join(', ')}`)
}
