import { testTour } from '../api-tour/test-tour.js'
import { createApp } from './app.js'

testTour(async (options) => {
  const app = await createApp(options)
  await app.listen({ port: 0, host: '127.0.0.1' })
  return app.server
})
