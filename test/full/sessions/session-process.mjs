// One of several processes with login sessions on one Redis: session-process.mjs <settings as JSON>
import { mount } from '@meishi/express'
import { createIssuer } from '@meishi/issuer'
import { redisRevocationList, redisSessionStore } from '@meishi/redis'
import { createSessions } from '@meishi/sessions'
import express from 'express5'
import { Redis } from 'ioredis'

const { issuer: name, app: audience, privateJwk, redisPort, refreshGrace } = JSON.parse(process.argv[2])
const redis = new Redis(redisPort, {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: () => 50,
})
redis.on('error', () => {})
await new Promise((resolve) => redis.once('ready', resolve))
const revocation = redisRevocationList(redis, { onEmpty: 'accept', timeout: 5 })
await revocation.ready()
const issuer = await createIssuer({ issuer: name, algorithm: 'ES256', keys: { privateJwk } })
const sessions = createSessions({
  issuer,
  store: redisSessionStore(redis),
  revocation,
  app: audience,
  authenticate: (user) => ({ sub: user }),
  refreshGrace,
  storeTimeout: 10, // racers stand in line behind one another for longer than a request may
  onEvent: (event) => process.send({ event }),
})

const app = express()
app.use(mount(sessions.handler))
app.use((error, _req, res, _next) => res.status(error.status ?? 500).end())
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('disconnect', () => process.exit())
