import type { KeySource } from './keys/key-source.js'
import type { Policy } from './policy.js'
import type { RevocationCheck } from './revocation/revocation-list.js'

type Member = { readonly policy: Policy }

/** Every key source that some member of a family asks. */
export function keySourcesOf(members: readonly Member[]): Set<KeySource> {
  return new Set(members.flatMap(({ policy }) => policy.issuers.map(({ keys }) => keys)))
}

/** Resolves when all that members of a family need was asked for; what is down does not make it fail. */
export async function whenReady(members: readonly Member[]): Promise<void> {
  const lists = new Set<RevocationCheck>(members.flatMap(({ policy }) => policy.revocation?.list ?? []))
  await Promise.allSettled([
    ...[...keySourcesOf(members)].map(async (source) => source.refresh()),
    ...[...lists].map(async (list) => list.ready?.()),
  ])
}
