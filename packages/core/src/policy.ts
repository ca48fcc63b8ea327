import type { VerifiedTokens } from './cache/verified-tokens.js'
import type { PlannedMapping } from './claim-mapping.js'
import type { DecisionRecord } from './decision.js'
import type { ErrorProfile } from './errors/auth-error.js'
import type { Guard } from './guards/guard.js'
import type { MappedNames } from './http/mapped-names.js'
import type { TokenSource } from './http/token-source.js'
import type { Algorithm } from './jose/algorithms.js'
import type { AcceptedEncryption, DecryptionKey } from './jose/decryption-key.js'
import type { OpenEncrypted } from './jose/open-encrypted.js'
import type { KeySource } from './keys/key-source.js'
import type { SelectKey } from './keys/select-key.js'
import type { Withdrawals } from './keys/withdrawals.js'
import type { ReplayStore } from './replay/replay-store.js'
import type { RevocationCheck } from './revocation/revocation-list.js'
import type { StandardSchema } from './standard-schema.js'
import type { StoreGuard } from './stores/store-guard.js'
import type { Clock, Seconds } from './time.js'

/** What an `iss` may be that selects an issuer: it is used before anybody has vouched for it. */
export const SELECTABLE_ISSUER = /^[\x21-\x7e]{1,512}$/

/** One issuer, resolved. */
export interface IssuerPolicy {
  /** Name for records and status. */
  readonly label: string | undefined
  /** Whose share of the cache its tokens take; `undefined` where it has the cache for itself. */
  readonly share: string | undefined
  /** Accepted `iss`; `null`: not checked. */
  readonly names: ReadonlySet<string> | null
  readonly audience: ReadonlySet<string> | null
  /** Accepted names in `alg`. */
  readonly algorithms: ReadonlyMap<string, Algorithm>
  readonly keys: KeySource
  /** Whether that is a source of the application's own, which it may name again. */
  readonly isLent: boolean
  /** Keys that do not count any more, of all issuers of the family. */
  readonly withdrawals: Withdrawals
}

/** Knows issuers that were not written down beforehand, by their names. */
export interface IssuerDirectory {
  /** The issuer of this name, if its tokens are accepted. */
  find(name: string): IssuerPolicy | undefined | Promise<IssuerPolicy | undefined>
  /** Those that are remembered. */
  known(): readonly IssuerPolicy[]
  /** How many are remembered at once. */
  readonly max: number
  close(): void
}

/** Replay protection, resolved. */
export interface ReplayPolicy {
  readonly store: ReplayStore
  readonly namespace: string
  readonly onUnavailable: 'refuse' | 'allow'
  /** How long the store may take. */
  readonly timeout: Seconds
  /** Shared by all who use the store. */
  readonly guard: StoreGuard
}

/** The revocation list, resolved. */
export interface RevocationPolicy {
  readonly list: RevocationCheck
  readonly onUnavailable: 'refuse' | 'allow'
  /** How long the list may take, where it has to ask somebody. */
  readonly timeout: Seconds
  /** Shared by all who use the list. */
  readonly guard: StoreGuard
}

/** How encrypted tokens are opened, resolved. */
export interface DecryptionPolicy extends AcceptedEncryption {
  /** The options that it was made of, by which it is known again. */
  readonly declared: object
  readonly select: SelectKey<DecryptionKey>
  readonly open: OpenEncrypted
  /** Whether a token that is signed and not encrypted is refused. */
  readonly required: boolean
  readonly bareClaims: boolean
}

/** What users wrote, resolved once and frozen. Requests only read it. */
export interface Policy {
  readonly issuers: readonly IssuerPolicy[]
  /** Where several issuers are written down, the policy of each `iss`. */
  readonly issuerOf: ReadonlyMap<string, IssuerPolicy> | undefined
  /** Where they are not. Without either there is one issuer, and nothing to choose. */
  readonly tenants: IssuerDirectory | undefined
  readonly decryption: DecryptionPolicy | undefined
  /** Identity of the keys, issuers and decryption: a proof made under another one proves nothing here. */
  readonly partition: object
  readonly cache: VerifiedTokens
  readonly clock: Clock

  /** Accepted `typ` in lower case, without `application/`, and as written; `undefined` in the set: none. */
  readonly typ: ReadonlySet<string | undefined>
  readonly maxTokenBytes: number
  readonly clockTolerance: Seconds
  readonly maxTokenAge: Seconds | undefined
  readonly maxLifetime: Seconds | undefined
  readonly expiration: 'required' | 'optional' | 'ignored'
  readonly requiredClaims: readonly string[]
  readonly schema: StandardSchema<unknown> | undefined
  readonly check: ((claims: never) => unknown) | undefined
  /** Whether there is one of both. */
  readonly asksApplication: boolean
  readonly guard: Guard<never> | undefined
  readonly replay: ReplayPolicy | undefined
  readonly revocation: RevocationPolicy | undefined

  readonly sources: readonly TokenSource[]
  /** Whether the decision needs the parsed body. */
  readonly readsBody: boolean
  readonly scheme: string
  /** Request headers that the answer depends on. */
  readonly vary: string
  readonly optional: boolean
  readonly mappings: readonly PlannedMapping[]
  /** Names that this policy maps claims to. */
  readonly mappedNames: MappedNames
  readonly forwardToken: boolean
  readonly csrfOrigins: ReadonlySet<string> | null
  readonly allowPreflight: boolean
  readonly errorProfile: ErrorProfile
  readonly reportOnly: boolean
  readonly onDecision: ((record: DecisionRecord) => void) | undefined
}
