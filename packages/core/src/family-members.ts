import type { ErasedOptions } from './options/auth-options.js'
import type { Policy } from './policy.js'

/** One handle's place in its family: what it changed, and the policy that its requests read. */
export interface Member {
  readonly parent: Member | undefined
  readonly overrides: ErasedOptions
  options: ErasedOptions
  policy: Policy
}

/** The handles of a family. They are held weakly, so that one made for a request is not kept for ever. */
export class FamilyMembers {
  readonly #members = new Set<WeakRef<Member>>()
  #pruneAt = 64

  add(member: Member): void {
    this.#members.add(new WeakRef(member))
    if (this.#members.size >= this.#pruneAt) this.#pruneAt = 2 * this.living().length + 64
  }

  /** Parents before their children; what nobody holds any more is forgotten. */
  living(): Member[] {
    const living: Member[] = []
    for (const reference of this.#members) {
      const member = reference.deref()
      if (member === undefined) this.#members.delete(reference)
      else living.push(member)
    }
    return living
  }
}
