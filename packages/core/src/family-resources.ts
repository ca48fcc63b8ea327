import { issuersOf } from './family-keys.js'
import type { Policy } from './policy.js'
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
