import { issuersOf } from './family-keys.js'
import type { KeySource } from './keys/key-source.js'
import type { SourceUsers } from './keys/source-users.js'
import type { IssuerDirectory, Policy } from './policy.js'
import type { RevocationCheck } from './revocation/revocation-list.js'

/** Resolves when all that these policies need was asked for; what is down does not make it fail. */
export async function whenReady(policies: readonly Policy[]): Promise<void> {
  const sources = new Set(policies.flatMap((policy) => issuersOf(policy).map(({ keys }) => keys)))
  const lists = new Set<RevocationCheck>(policies.flatMap(({ revocation }) => revocation?.list ?? []))
  await Promise.allSettled([
    ...[...sources].map(async (source) => source.refresh()),
    ...[...lists].map(async (list) => list.ready?.()),
  ])
}

/** What is closed when nobody uses it any more. */
export interface HeldKeys {
  /** And whether a source is the application's own. */
  readonly sources: ReadonlyMap<KeySource, boolean>
  readonly directories: ReadonlySet<IssuerDirectory>
}

export function heldBy(policies: readonly Policy[]): HeldKeys {
  const issuers = policies.flatMap((policy) => policy.issuers)
  return {
    sources: new Map(issuers.map(({ keys, isLent }) => [keys, isLent])),
    directories: new Set(policies.flatMap(({ tenants }) => tenants ?? [])),
  }
}

/** Closes what was held and is not any more; a source that tenants may have again waits for them. */
export function letGo(before: HeldKeys, after: HeldKeys, users: SourceUsers): void {
  users.restUpTo(Math.max(0, ...Array.from(after.directories, ({ max }) => max)))
  for (const [source, isLent] of before.sources) if (!after.sources.has(source)) users.leave(source, isLent)
  for (const one of before.directories) if (!after.directories.has(one)) one.close()
}
