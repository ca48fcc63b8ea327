// A service of its own process, as users run several of: Express, meishi, Redis. It ends with its parent.
import type { AddressInfo } from 'node:net'
import { createAuthenticator } from '@meishi/core'
import { jwtAuth, problemDetails } from '@meishi/express'
import { redisReplayStore } from '@meishi/redis'
import express from 'express5'
import { connectRedis } from './connect.js'
import type { Race, Setup, Told } from './orders.js'

const { driver, place, prefix, issuer, audience, jwks }: Setup = JSON.parse(process.argv[2] ?? '')
const { redis } = await connectRedis(driver, place)
const store = redisReplayStore(redis, { prefix })
const protection = { issuer, audience, keys: { jwks } }
const tell = (message: Told): void => void process.send?.(message)

/** Racers stand in line behind one another for longer than a request may. */
const patient = createAuthenticator({ ...protection, preventReplay: { store, timeout: 30 } })

async function hasWon(token: string): Promise<boolean> {
  const { status } = await patient.authenticate({ rawHeaders: ['Authorization', `Bearer ${token}`] })
  return status === 'authenticated'
}

const app = express()
app.use(jwtAuth({ ...protection, preventReplay: { store } }))
app.get('/', (_req, res) => void res.end())
app.use(problemDetails())
const server = app.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }))

process.on('message', async ({ tokens, times }: Race) => {
  const racers = Array.from({ length: times }, () => tokens).flat()
  const wins = tokens.map(() => 0)
  const won = await Promise.all(racers.map(hasWon))
  won.forEach((isWin, racer) => {
    if (isWin) wins[racer % tokens.length] = (wins[racer % tokens.length] ?? 0) + 1
  })
  tell({ wins })
})
process.on('disconnect', () => process.exit())
