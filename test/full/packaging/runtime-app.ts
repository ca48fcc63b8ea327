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

export const COMMONJS = `
const express = require('express')
const { jwtAuth, problemDetails } = require('@meishi/express')
const { createSigner, mintToken } = require('@meishi/core/testing')
${SERVE}`

export const ES_MODULE = `
import express from 'express'
import { jwtAuth, problemDetails } from '@meishi/express'
import { createSigner, mintToken } from '@meishi/core/testing'
${SERVE}`
