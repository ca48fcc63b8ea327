export { keyRingStoreConformance } from './testing/key-ring-store-conformance.js'
