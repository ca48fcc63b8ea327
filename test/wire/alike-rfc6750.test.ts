import { describeAlike } from './alike.js'

describeAlike('rfc6750')
