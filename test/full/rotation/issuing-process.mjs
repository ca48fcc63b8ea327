// One of several processes that issue with the keys of one ring: issuing-process.mjs <settings as JSON>
import { mount } from '@meishi/express'
import { createIssuer, fileKeyRing } from '@meishi/issuer'
import { redisRevocationList } from '@meishi/redis'
import express from 'express5'
import { createClient } from 'redis'
import { scaledClock } from './scaled-clock.mjs'

const { issuer, audience, folder, sealingKey, rotation, redisUrl, start } = JSON.parse(process.argv[2])
const redis = await createClient({ url: redisUrl, disableOfflineQueue: true }).connect()
const revocation = redisRevocationList(redis, { onEmpty: 'accept' })
await revocation.ready()
const auth = await createIssuer({
  issuer,
  audience,
  algorithm: 'ES256',
  store: fileKeyRing(folder),
  sealingKeys: [sealingKey],
  rotation,
  revocation,
  jwksMaxAge: 60,
  clock: scaledClock(start),
})

const app = express()
app.use(mount(auth.handler))
app.get('/token', async (req, res) =>
  res.json(await auth.issue({ subject: 'alice', lifetime: Number(req.query.lifetime) })),
)
app.post('/reset', async (_req, res) => res.json(await auth.reset()))
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
