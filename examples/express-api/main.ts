import type { AddressInfo } from 'node:net'
import { createTestIssuer } from '@meishi/core/testing'
import { printTour } from '@meishi/example-api-tour'
import { createApp } from './app.js'

/** Stands in for the identity provider whose tokens a real API takes. */
const idp = createTestIssuer()
const { issuer, audience, keys } = idp

const app = createApp({ issuer, audience, keys })
const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', (error) => {
  if (error !== undefined) throw error
  const { port } = server.address() as AddressInfo // another one where PORT is 0
  printTour(`http://127.0.0.1:${port}`, idp)
})
