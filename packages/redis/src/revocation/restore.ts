import type { ResolvedRevocation, RevocationIndex } from '@meishi/core'
import { seconds } from './seconds.js'
import { storedOf } from './stored-entry.js'
import type { RevocationTruth } from './truth.js'

const BATCH = 500
/** More news than this are not told one by one: everybody reads the whole list. */
const MOST_NEWS = 1000

/**
 * Gives back to Redis what is held here and lost there, but for what somebody has taken back: that leaves here too.
 *
 * @param isLossy - compares entry by entry; else only where the numbers differ
 * @param betweenBatches - what must not wait
 */
export async function restore(
  index: RevocationIndex,
  truth: RevocationTruth,
  isLossy: boolean,
  betweenBatches: () => Promise<void>,
): Promise<void> {
  if (!isLossy && (await isEven(index, truth))) return
  let restored = 0
  for (const batch of batchesOf(index.entries(seconds()))) {
    const missing = await truth.missing(batch)
    if (missing.length > 0) restored += await giveBack(missing, index, truth, restored < MOST_NEWS)
    await betweenBatches()
  }
  if (restored > MOST_NEWS) await truth.announce()
}

/** Whether as many entries are alive here as there: then, where no change was missed, they are the same. */
export async function isEven(index: RevocationIndex, truth: RevocationTruth): Promise<boolean> {
  index.purge(seconds())
  return index.size === (await truth.count(seconds()))
}

async function giveBack(
  missing: readonly ResolvedRevocation[],
  index: RevocationIndex,
  truth: RevocationTruth,
  isNews: boolean,
): Promise<number> {
  const { changed, undone } = await truth.write(isNews ? 'restore' : 'seed', missing, seconds())
  for (const entry of missing) if (undone.has(storedOf(entry).id)) index.removeOne(entry)
  return changed
}

function* batchesOf(entries: Iterable<ResolvedRevocation>): Generator<readonly ResolvedRevocation[]> {
  let batch: ResolvedRevocation[] = []
  for (const entry of entries) {
    batch.push(entry)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
