import { describeAlike } from './alike.js'

describeAlike('gateway')
