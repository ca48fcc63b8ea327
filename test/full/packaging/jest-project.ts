/** An application in a function, and its test, in the words of ES modules. */
const APP = `
import express from 'express'
import { jwtAuth, problemDetails } from '@meishi/express'
export function createApp(options) {
  const app = express()
  const auth = jwtAuth(options)
  app.get('/me', auth, auth.handler((req, res) => res.json({ sub: req.auth.claims.sub })))
  app.use(problemDetails())
  return app
}
`

const TEST = `
import { once } from 'node:events'
import { createTestIssuer } from '@meishi/core/testing'
import { createApp } from './app.js'
const { issuer, audience, keys, mint, mintExpired } = createTestIssuer()
test.each([
  ['a caller', mint({ sub: 'bob' }), 200, { sub: 'bob' }],
  ['a late caller', mintExpired(), 401, expect.objectContaining({ status: 401 })],
])('%s is answered', async (_name, token, status, body) => {
  const server = createApp({ issuer, audience, keys }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const headers = { authorization: 'Bearer ' + token }
  const answer = await fetch('http://127.0.0.1:' + server.address().port + '/me', { headers })
  server.close()
  expect([answer.status, await answer.json()]).toEqual([status, body])
})
`

const asCommonJs = (text: string): string =>
  text
    .replace(/^import (.+) from ('.+')$/gm, 'const $1 = require($2)')
    .replace('export function', 'exports.createApp = function')

const ES_MODULES = { type: 'module', 'app.js': APP, 'app.test.js': TEST }
const COMMONJS = { type: 'commonjs', 'app.js': asCommonJs(APP), 'app.test.js': asCommonJs(TEST) }

/** A folder in which jest runs: what docs/testing.md says of one kind of project. */
export interface JestProject {
  readonly files: Readonly<Record<'type' | 'app.js' | 'app.test.js', string>>
  readonly config: object
  readonly switches: string
  readonly runsOn: (line: number) => boolean
}

const SWITCH = '--experimental-vm-modules'

export const JEST_PROJECTS: Readonly<Record<string, JestProject>> = {
  'ES modules': { files: ES_MODULES, config: { transform: {} }, switches: SWITCH, runsOn: () => true },
  'CommonJS that requires ES modules': {
    files: COMMONJS,
    config: { transform: {} },
    switches: SWITCH,
    runsOn: (line) => line >= 24,
  },
  'CommonJS that has Babel turn ES modules into CommonJS': {
    files: COMMONJS,
    config: {
      transform: {
        '\\.js$': ['babel-jest', { presets: [['@babel/preset-env', { targets: { node: 'current' } }]] }],
      },
      transformIgnorePatterns: ['/node_modules/(?!\\.pnpm|@meishi/)'],
    },
    switches: '',
    runsOn: () => true,
  },
}
