import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packAll, temporaryFolder } from '../../packaging/pack.js'
import { type Consumer, createConsumer, doorsOf, EXPRESS_VERSIONS } from './consumer.js'

/** Serves one protected route, asks for it without and with a token, and prints both statuses. */
const SERVE = `
const signer = createSigner()
const options = { issuer: 'https://id.test', audience: 'api', keys: signer.keys }
const app = express()
app.set('env', 'test')
app.get('/me', jwtAuth(options), (req, res) => res.json(req.auth.claims.sub))
app.use(problemDetails())
const server = app.listen(0, '127.0.0.1', async () => {
  const token = mintToken(signer, { iss: 'https://id.test', aud: 'api', sub: 'alice' })
  const ask = (headers) => fetch('http://127.0.0.1:' + server.address().port + '/me', { headers })
  const answers = [await ask({}), await ask({ authorization: 'Bearer ' + token })]
  const bodies = [(await answers[0].json()).detail, await answers[1].json()]
  console.log(JSON.stringify(answers.map(({ status }, index) => [status, bodies[index]])))
  server.close()
  server.closeAllConnections()
})
`

const COMMONJS = `
const express = require('express')
const { jwtAuth, problemDetails } = require('@meishi/express')
const { createSigner, mintToken } = require('@meishi/core/testing')
${SERVE}`

const ES_MODULE = `
import express from 'express'
import { jwtAuth, problemDetails } from '@meishi/express'
import { createSigner, mintToken } from '@meishi/core/testing'
${SERVE}`

const ANSWERS = [
  [401, expect.any(String)],
  [200, 'alice'],
]

const folder = await temporaryFolder()
afterAll(() => rm(folder, { recursive: true }))
const packages = await packAll(folder)

describe.each(Object.entries(EXPRESS_VERSIONS))('with %s', (version, { express = '' }) => {
  let consumer: Consumer

  beforeAll(async () => {
    consumer = await createConsumer(join(folder, version.replace(' ', '-')), packages, { express })
  })

  test.each([
    ['an ES module', 'app.mjs', ES_MODULE],
    ['a CommonJS module', 'app.cjs', COMMONJS],
  ])('%s answers 401 without a token and 200 with one', async (_name, file, program) => {
    await consumer.write(file, program)
    expect(await consumer.run(file)).toEqual(ANSWERS)
  })

  test('require and import give the same modules, whichever door', async () => {
    const doors = JSON.stringify(doorsOf(packages))
    await consumer.write(
      'doors.cjs',
      `Promise.all(${doors}.map(async (door) => require(door) === (await import(door)) && door))
        .then((same) => console.log(JSON.stringify(same)))`,
    )
    expect(await consumer.run('doors.cjs')).toEqual(doorsOf(packages))
  })
})
