import { createCache, type VerifiedTokens } from './cache/verified-tokens.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { UnavailableError } from './errors/unavailable-error.js'
import { FamilyKeys, issuerStatus, issuersOf, type KeyName } from './family-keys.js'
import { FamilyMembers, type Member } from './family-members.js'
import { heldBy, letGo, whenReady } from './family-resources.js'
import type { MappedNames } from './http/mapped-names.js'
import type { TokenSource } from './http/token-source.js'
import type { KeySource } from './keys/key-source.js'
import type { ErasedOptions } from './options/auth-options.js'
import { checkSources, unionOfNames, unionOfSources } from './options/family-names.js'
import { mergeOptions, touchesKeys } from './options/merge-options.js'
import type { SharedKeys } from './options/resolve-issuer.js'
import { resolvePolicy } from './options/resolve-policy.js'
import type { Policy } from './policy.js'
import { memoryReplayStore } from './replay/memory-replay-store.js'
import type { ReplayStore } from './replay/replay-store.js'
import { warnOfReportMode } from './report.js'
import type { AuthenticatorStatus } from './status.js'

type Resolved = Pick<Member, 'options' | 'policy'>

/** A handle and all that was made of it by `with()`: one cache, one set of stores, one list of mapped names. */
export class Family {
  readonly root: Member
  mappedNames: MappedNames
  readonly #members = new FamilyMembers()
  #sources: readonly TokenSource[]
  #cache: VerifiedTokens
  readonly #keys: FamilyKeys
  readonly #openings = { running: 0 }
  #replayStore: ReplayStore | undefined
  #failures = 0
  #closed = false

  /** @throws ConfigurationError naming the option */
  constructor(options: ErasedOptions) {
    this.#cache = createCache(options.cache)
    this.#keys = new FamilyKeys(options, this.#names)
    this.root = { parent: undefined, overrides: {}, ...this.#resolve(options, this.#cache, this.#keys) }
    this.#members.add(this.root)
    this.mappedNames = unionOfNames([this.root.policy])
    this.#sources = this.root.policy.sources
  }

  /** @throws ConfigurationError naming the option */
  derive(parent: Member, overrides: ErasedOptions): Member {
    const resolved = this.#resolve(
      mergeOptions(parent.options, overrides),
      this.#cache,
      this.#keys,
      sharedPolicy(parent.policy, overrides),
    )
    const member: Member = { parent, overrides, ...resolved }
    const names = unionOfNames([{ mappedNames: this.mappedNames }, member.policy])
    const sources = unionOfSources([{ sources: this.#sources }, member.policy])
    checkSources(names, sources)
    this.mappedNames = names
    this.#sources = sources
    this.#members.add(member)
    return member
  }

  /** @throws ConfigurationError naming the option; then nothing has changed */
  replace(options: ErasedOptions): void {
    if (this.#closed) throw new ConfigurationError('', 'this authenticator was closed')
    const cache = createCache(options.cache)
    const keys = this.#keys.with(options)
    const resolved = new Map<Member, Resolved>()
    for (const member of this.#members.living()) {
      const parent = member.parent === undefined ? undefined : resolved.get(member.parent)
      const merged = mergeOptions(parent?.options ?? options, member.overrides)
      resolved.set(
        member,
        this.#resolve(merged, cache, keys, parent && sharedPolicy(parent.policy, member.overrides)),
      )
    }
    const policies = [...resolved.values()].map(({ policy }) => policy)
    const names = unionOfNames(policies)
    const sources = unionOfSources(policies)
    checkSources(names, sources)
    const before = heldBy(this.#policies())
    this.#cache = cache
    for (const [member, { options: merged, policy }] of resolved)
      Object.assign(member, { options: merged, policy })
    this.mappedNames = names
    this.#sources = sources
    letGo(before, heldBy(this.#policies()), this.#keys.users)
    this.#keys.use(keys.pool)
  }

  async ready(): Promise<void> {
    await whenReady(this.#policies())
  }

  status(): AuthenticatorStatus {
    return {
      issuers: issuersOf(this.root.policy).map(issuerStatus),
      cache: { entries: this.#cache.entries, bytes: this.#cache.bytes },
      revocation: this.root.policy.revocation?.list.status?.(),
      onDecisionFailures: this.#failures,
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    letGo(heldBy(this.#policies()), heldBy([]), this.#keys.users)
    this.#keys.pool.close()
  }

  /** @throws ConfigurationError where the issuer is not configured */
  withdraw(key: KeyName): void {
    this.#keys.withdraw(key, this.#members.living())
  }

  /** @throws UnavailableError after {@link close} */
  checkOpen(): void {
    if (this.#closed) throw new UnavailableError('authenticator', { cause: new Error('it was closed') })
  }

  readonly countFailure = (): void => {
    this.#failures++
  }

  #resolve(options: ErasedOptions, cache: VerifiedTokens, keys: SharedKeys, parent?: Policy): Resolved {
    const replayStore = (): ReplayStore => {
      this.#replayStore ??= memoryReplayStore({ clock: () => this.root.policy.clock() })
      return this.#replayStore
    }
    const policy = resolvePolicy(options, { cache, keys, openings: this.#openings, replayStore, parent })
    if (policy.reportOnly) warnOfReportMode()
    return { options, policy }
  }

  #policies(): readonly Policy[] {
    return this.#members.living().map(({ policy }) => policy)
  }

  readonly #names = (source: KeySource): boolean =>
    !this.#closed && this.#policies().some(({ issuers }) => issuers.some(({ keys }) => keys === source))
}

function sharedPolicy(parent: Policy, overrides: ErasedOptions): Policy | undefined {
  return touchesKeys(overrides) ? undefined : parent
}
