import { createCache, type VerifiedTokens } from './cache/verified-tokens.js'
import { ConfigurationError } from './errors/configuration-error.js'
import { keySourcesOf, whenReady } from './family-resources.js'
import type { MappedNames } from './http/mapped-names.js'
import type { TokenSource } from './http/token-source.js'
import { closeQuietly } from './keys/close-quietly.js'
import type { KeySource } from './keys/key-source.js'
import type { ErasedOptions } from './options/auth-options.js'
import { checkSources, unionOfNames, unionOfSources } from './options/family-names.js'
import { mergeOptions, touchesKeys } from './options/merge-options.js'
import { resolvePolicy } from './options/resolve-policy.js'
import type { Policy } from './policy.js'
import { memoryReplayStore } from './replay/memory-replay-store.js'
import type { ReplayStore } from './replay/replay-store.js'
import { warnOfReportMode } from './report.js'
import type { AuthenticatorStatus } from './status.js'

/** One handle's place in its family: what it changed, and the policy that its requests read. */
export interface Member {
  readonly parent: Member | undefined
  readonly overrides: ErasedOptions
  options: ErasedOptions
  policy: Policy
}

type Resolved = Pick<Member, 'options' | 'policy'>

/** A handle and all that was made of it by `with()`: one cache, one set of stores, one list of mapped names. */
export class Family {
  readonly root: Member
  mappedNames: MappedNames
  /** Weak, so that a handle made for one request is not kept for ever. */
  readonly #members = new Set<WeakRef<Member>>()
  #sources: readonly TokenSource[]
  #cache: VerifiedTokens
  #replayStore: ReplayStore | undefined
  #failures = 0
  #pruneAt = 64
  #closed = false

  /** @throws ConfigurationError naming the option */
  constructor(options: ErasedOptions) {
    this.#cache = createCache(options.cache)
    this.root = { parent: undefined, overrides: {}, ...this.#resolve(options, this.#cache) }
    this.#members.add(new WeakRef(this.root))
    this.mappedNames = unionOfNames([this.root.policy])
    this.#sources = this.root.policy.sources
  }

  /** @throws ConfigurationError naming the option */
  derive(parent: Member, overrides: ErasedOptions): Member {
    const resolved = this.#resolve(
      mergeOptions(parent.options, overrides),
      this.#cache,
      sharedPolicy(parent.policy, overrides),
    )
    const member: Member = { parent, overrides, ...resolved }
    const names = unionOfNames([{ mappedNames: this.mappedNames }, member.policy])
    const sources = unionOfSources([{ sources: this.#sources }, member.policy])
    checkSources(names, sources)
    this.mappedNames = names
    this.#sources = sources
    this.#members.add(new WeakRef(member))
    if (this.#members.size >= this.#pruneAt) this.#pruneAt = 2 * this.#living().length + 64
    return member
  }

  /** @throws ConfigurationError naming the option; then nothing has changed */
  replace(options: ErasedOptions): void {
    if (this.#closed) throw new ConfigurationError('', 'this authenticator was closed')
    const cache = createCache(options.cache)
    const resolved = new Map<Member, Resolved>()
    for (const member of this.#living()) {
      const parent = member.parent === undefined ? undefined : resolved.get(member.parent)
      const merged = mergeOptions(parent?.options ?? options, member.overrides)
      resolved.set(
        member,
        this.#resolve(merged, cache, parent && sharedPolicy(parent.policy, member.overrides)),
      )
    }
    const policies = [...resolved.values()].map(({ policy }) => policy)
    const names = unionOfNames(policies)
    const sources = unionOfSources(policies)
    checkSources(names, sources)
    const before = this.#keySources()
    this.#cache = cache
    for (const [member, { options: merged, policy }] of resolved)
      Object.assign(member, { options: merged, policy })
    this.mappedNames = names
    this.#sources = sources
    const after = this.#keySources()
    for (const source of before) if (!after.has(source)) closeQuietly(source)
  }

  async ready(): Promise<void> {
    await whenReady(this.#living())
  }

  status(): AuthenticatorStatus {
    return {
      issuers: this.root.policy.issuers.map(({ label, keys }) => ({ issuer: label, ...keys.status() })),
      cache: { entries: this.#cache.entries, bytes: this.#cache.bytes },
      revocation: this.root.policy.revocation?.list.status?.(),
      onDecisionFailures: this.#failures,
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const source of this.#keySources()) closeQuietly(source)
  }

  get isClosed(): boolean {
    return this.#closed
  }

  readonly countFailure = (): void => {
    this.#failures++
  }

  #resolve(options: ErasedOptions, cache: VerifiedTokens, parent?: Policy): Resolved {
    const replayStore = (): ReplayStore => {
      this.#replayStore ??= memoryReplayStore({ clock: () => this.root.policy.clock() })
      return this.#replayStore
    }
    const policy = resolvePolicy(options, { cache, replayStore, parent })
    if (policy.reportOnly) warnOfReportMode()
    return { options, policy }
  }

  /** Parents before their children; what nobody holds any more is forgotten. */
  #living(): Member[] {
    const living: Member[] = []
    for (const reference of this.#members) {
      const member = reference.deref()
      if (member === undefined) this.#members.delete(reference)
      else living.push(member)
    }
    return living
  }

  #keySources(): Set<KeySource> {
    return keySourcesOf(this.#living())
  }
}

function sharedPolicy(parent: Policy, overrides: ErasedOptions): Policy | undefined {
  return touchesKeys(overrides) ? undefined : parent
}
