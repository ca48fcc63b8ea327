import { randomBytes } from 'node:crypto'
import { memoryRevocationList } from '@meishi/core'
import { createIssuer } from '@meishi/issuer'
import { redisRevocationList, redisSessionStore } from '@meishi/redis'
import { memorySessionStore } from '@meishi/sessions'
import { createClient } from 'redis'
import { createApp } from './app.js'
import { Users } from './users.js'

const port = Number(process.env.PORT ?? 3000)
const origin = `http://localhost:${port}`
const { REDIS_URL } = process.env

/** What is shared with other processes, if there is a Redis to share it on. */
async function shared() {
  if (REDIS_URL === undefined) return { store: memorySessionStore(), revocation: memoryRevocationList() }
  const redis = createClient({ url: REDIS_URL, disableOfflineQueue: true })
  redis.on('error', ({ message }) => console.error(`Redis: ${message}`))
  await redis.connect()
  return {
    redis,
    store: redisSessionStore(redis),
    revocation: redisRevocationList(redis, { onEmpty: 'accept' }),
  }
}

const password = randomBytes(6).toString('base64url')
const users = new Users()
await users.add('alice', password)
const issuer = await createIssuer({ issuer: origin, algorithm: 'ES256' })
const onEvent = ({ event, sid = '' }: { event: string; sid?: string }) => console.log(event, sid)
const app = createApp({ issuer, users, onEvent, ...(await shared()) })
app.listen(port, 'localhost', () => {
  console.log(`Open ${origin} in two tabs and log in as alice with the password ${password}. Ctrl-C ends it.`)
})
