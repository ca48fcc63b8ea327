// One of several APIs that fetch the keys of an issuer over HTTP: verifying-process.mjs <settings as JSON>
import { jwtAuth, problemDetails } from '@meishi/express'
import { redisRevocationList } from '@meishi/redis'
import express from 'express5'
import { createClient } from 'redis'
import { scaledClock } from './scaled-clock.mjs'

const { issuer, audience, jwksUri, redisUrl, start } = JSON.parse(process.argv[2])
const auth = jwtAuth({
  issuer,
  audience,
  keys: { jwksUri },
  remoteKeys: { freshFor: 60, cooldown: 30, staleFor: 0 },
  clock: scaledClock(start),
})
await auth.ready()
const redis = await createClient({ url: redisUrl, disableOfflineQueue: true }).connect()
const revocation = redisRevocationList(redis, { onEmpty: 'accept' })
await revocation.ready()

const app = express()
app.get('/me', auth, (req, res) => res.json(req.auth.claims))
app.get('/listed', auth.with({ revocation }), (req, res) => res.json(req.auth.claims))
app.use(problemDetails())
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
