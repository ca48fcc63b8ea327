export type {
  AdapterFeature,
  AdapterScenario,
  ListenWithAdapter,
  SeenRequest,
  ServerUnderTest,
} from './testing/adapter-conformance/scenario.js'
export { adapterConformance } from './testing/adapter-conformance.js'
export type { ConformanceCase } from './testing/conformance-case.js'
export { type Forgery, forgeToken } from './testing/forge-token.js'
export {
  type EndpointFailure,
  type IdentityProvider,
  startIdentityProvider,
} from './testing/identity-provider.js'
export { type ManualClock, manualClock } from './testing/manual-clock.js'
export { encodeToken, mintToken, type TestClaims } from './testing/mint-token.js'
export { createRecipient, type Recipient } from './testing/recipient.js'
export {
  type ReplayStoreConformanceOptions,
  replayStoreConformance,
} from './testing/replay-store-conformance.js'
export { revocationListConformance } from './testing/revocation-list-conformance.js'
export { createSigner, type Signer } from './testing/signer.js'
export { createTestIssuer, type TestIssuer, type TestIssuerOptions } from './testing/test-issuer.js'
