import { testTour } from '../api-tour/test-tour.js'
import { createApp } from './app.js'

testTour((options) => createApp(options).listen(0, '127.0.0.1'))
