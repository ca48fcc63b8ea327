import { createTestIssuer } from '@meishi/core/testing'
import { printTour } from '@meishi/example-api-tour'
import { createApp } from './app.js'

/** Stands in for the identity provider whose tokens a real API takes. */
const idp = createTestIssuer()
const { issuer, audience, keys } = idp
const port = Number(process.env.PORT ?? 3000)

createApp({ issuer, audience, keys }).listen(port, '127.0.0.1', (error) => {
  if (error !== undefined) throw error
  printTour(`http://127.0.0.1:${port}`, idp)
})
