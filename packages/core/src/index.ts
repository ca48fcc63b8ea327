export type { Assignment, ClaimMapping, MappingTarget } from './claim-mapping.js'
export { type Authenticator, createAuthenticator } from './create-authenticator.js'
export { createVerifier, type Verifier } from './create-verifier.js'
export type { DecisionRecord } from './decision.js'
export { AuthError, type ErrorProfile } from './errors/auth-error.js'
export { ConfigurationError } from './errors/configuration-error.js'
export type { RefusalCode } from './errors/error-codes.js'
export { JwtGenerateError } from './errors/jwt-generate-error.js'
export { MisconfiguredError } from './errors/misconfigured-error.js'
export { RequestBodyError } from './errors/request-body-error.js'
export { UnavailableError, type UnavailablePart } from './errors/unavailable-error.js'
export type { KeyControls, KeyName } from './family-keys.js'
export type {
  EncryptionPlan,
  GeneratedClaims,
  GeneratedEncryption,
  GeneratedKeyManagement,
  GeneratedSignature,
  JwtGeneratePlan,
  PlannedKey,
  SigningPlan,
} from './generator/jwt-generate-plan.js'
export type {
  GeneratedJwt,
  JwtGenerator,
  ReuseOptions,
  RuntimeVariables,
} from './generator/jwt-generator.js'
export { allOf, anyOf } from './guards/combine.js'
export type { Denial, Guard } from './guards/guard.js'
export { requireClaim } from './guards/require-claim.js'
export { requireAnyScope, requireScope } from './guards/require-scope.js'
export {
  createDocumentHandler,
  type DocumentOptions,
  type PublicDocument,
} from './handlers/document-handler.js'
export { createHealthHandler, type HealthOptions, type Watched } from './handlers/health-handler.js'
export { createJwksHandler, type JwksOptions } from './handlers/jwks-handler.js'
export type { FetchContext, FetchHandler } from './http/fetch-handler.js'
export type { MappedNames, MappingLocation } from './http/mapped-names.js'
export type { RequestView } from './http/request-view.js'
export type { TokenSource } from './http/token-source.js'
export type { Algorithm, AlgorithmName } from './jose/algorithms.js'
export type { ContentEncryptionName, KeyManagementName } from './jose/encryption-algorithms.js'
export type { Jwk, JwkSet } from './jose/import-jwk.js'
export type { VerificationKey } from './jose/verification-key.js'
export { createKeySource } from './keys/create-key-source.js'
export type { DecryptionKeys } from './keys/decryption-keys.js'
export type { Fetch, FetchedResponse, FetchInit } from './keys/fetch.js'
export type { KeyEvent } from './keys/key-events.js'
export type { KeySource, KeySourceStatus, KeyState, SkippedKey } from './keys/key-source.js'
export type { RemoteKeys } from './keys/open-source.js'
export type { RemoteKeysOptions } from './keys/remote-settings.js'
export type { StaticKeys } from './keys/static-keys.js'
export type {
  AuthOptions,
  AuthOverrides,
  ReplayOptions,
  VerifierOptions,
} from './options/auth-options.js'
export type { DecryptionOptions } from './options/decryption-options.js'
export type {
  FindIssuer,
  IssuerOptions,
  Keys,
  ListedIssuer,
  TenantOptions,
  TenantsOptions,
} from './options/issuer-options.js'
export type { RemoteOptions } from './options/remote-options.js'
export type { RevocationOptions } from './options/revocation-options.js'
export type { AuthOutcome } from './outcome.js'
export {
  type MemoryReplayStore,
  type MemoryReplayStoreOptions,
  memoryReplayStore,
} from './replay/memory-replay-store.js'
export type { ReplayStore } from './replay/replay-store.js'
export {
  type MemoryRevocationListOptions,
  memoryRevocationList,
} from './revocation/memory-revocation-list.js'
export {
  entryOf,
  leavesAt,
  type ResolvedRevocation,
  type ResolvedTarget,
  resolveEntry,
  resolveTarget,
} from './revocation/resolve-entry.js'
export type { RevocationEntry, RevocationKind, RevocationTarget } from './revocation/revocation-entry.js'
export { RevocationIndex } from './revocation/revocation-index.js'
export type {
  ManagedRevocationList,
  RevocationCheck,
  RevocationList,
  RevocationQuery,
  RevocationStatus,
} from './revocation/revocation-list.js'
export type { StandardResult, StandardSchema } from './standard-schema.js'
export type { AuthenticatorStatus, IssuerStatus } from './status.js'
export type { BreakerState, StoreRecord } from './stores/store-record.js'
export type { Clock, NumericDate, Seconds, UnixMilliseconds } from './time.js'
export type { Auth, JoseHeader, JwtClaims, VerifiedToken } from './token.js'
