import type { Clock, NumericDate } from '@meishi/core'
import { addKey, isRotationDue, markRevoked, nextStart } from './change-ring.js'
import type { RingCopy } from './create-ring-copy.js'
import { type NewKey, schedule } from './key-maker.js'
import type { KeyRevocation } from './key-revocation.js'
import type { RotationPolicy } from './rotation-options.js'
import { settleRing } from './settle-ring.js'

/** What it takes to do what is due. */
export interface RingTools {
  readonly copy: RingCopy
  readonly issuer: string
  readonly rotation: RotationPolicy
  readonly sealingKeyId: string | undefined
  readonly revocation: KeyRevocation | undefined
  readonly makeKey: () => Promise<NewKey>
  readonly clock: Clock
}

/** Looks at the store, then does what is due. Every process does so; the store lets one of them win. */
export async function tendRing(tools: RingTools): Promise<void> {
  const { copy, clock, rotation } = tools
  await copy.refresh()
  if (copy.ring.keys.length === 0) await makeFirstKey(tools)
  else if (isRotationDue(copy.ring, rotation, clock())) await planNextKey(tools)
  const isSealedAnew = copy.sealedBy !== tools.sealingKeyId
  if (isSealedAnew || settleRing(copy.ring, clock()) !== copy.ring)
    await copy.update((ring) => settleRing(ring, clock()), isSealedAnew)
  await revokeTombstones(tools)
}

/** The one key that signs without having been published before: there is none that could sign meanwhile. */
async function makeFirstKey({ copy, makeKey, clock }: RingTools): Promise<void> {
  const key = await makeKey()
  const now = Math.floor(clock())
  await copy.update((ring) => (ring.keys.length > 0 ? ring : addKey(ring, schedule(key, now, now))))
}

async function planNextKey({ copy, makeKey, rotation, clock }: RingTools): Promise<void> {
  const key = await makeKey()
  await copy.update((ring) => {
    const now = clock()
    if (!isRotationDue(ring, rotation, now)) return ring
    const due: NumericDate = (ring.keys.at(-1)?.activeFrom ?? 0) + (rotation.every ?? 0)
    return addKey(ring, schedule(key, now, Math.max(due, nextStart(ring, rotation, now))))
  })
}

/** Tells the revocation list of every key that a reset buried, also for a process that died before it could. */
export async function revokeTombstones({ copy, issuer, revocation }: RingTools): Promise<void> {
  const pending = copy.ring.tombstones.filter(({ revoked }) => !revoked)
  if (revocation === undefined || pending.length === 0) return
  for (const { kid } of pending)
    await revocation.revoke({ issuer, keyId: kid, reason: 'the key ring was reset' })
  const told = new Set(pending.map(({ kid }) => kid))
  await copy.update((ring) =>
    ring.tombstones.some(({ kid, revoked }) => told.has(kid) && !revoked) ? markRevoked(ring, told) : ring,
  )
}
