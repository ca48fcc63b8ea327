export { sessionStoreConformance } from './testing/session-store-conformance.js'
