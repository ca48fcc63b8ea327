import {
  type AlgorithmName,
  type Clock,
  type NumericDate,
  type Seconds,
  UnavailableError,
} from '@meishi/core'
import type { TokenSigner } from '../sign/token-signer.js'
import { addKey, allowLifetime, hasNext, nextStart, resetRing } from './change-ring.js'
import { createCaretaker } from './create-caretaker.js'
import { createRingCopy, type RingCopy } from './create-ring-copy.js'
import { describeRing, type KeyStatus } from './describe-ring.js'
import { createSignerCache, makeRingKey, schedule } from './key-maker.js'
import type { KeyRevocation } from './key-revocation.js'
import type { KeyRingStore } from './key-ring-store.js'
import { publishedKeys, type RingKey, signingKey } from './ring.js'
import type { RotationPolicy } from './rotation-options.js'
import type { ImportedSealingKey } from './sealing-keys.js'
import { type RingTools, revokeTombstones } from './tend-ring.js'

/** The keys of an issuer that change by themselves. */
export interface KeyRing {
  /** The key that signs now, known to sign tokens that live so long. */
  signer(lifetime: Seconds): Promise<TokenSigner>
  published(): Promise<readonly RingKey[]>
  rotate(): Promise<KeyStatus>
  reset(): Promise<KeyStatus>
  status(): KeyRingStatus
  close(): void
}

/** What operators may know of a key ring. */
export interface KeyRingStatus {
  readonly version: number
  readonly keys: readonly KeyStatus[]
  /** Since when nothing that happened in the store can have been missed. */
  readonly loadedAt: NumericDate
  /** Why the store could not be asked, or the ring not be changed, the last time. */
  readonly lastError: string | undefined
}

export interface KeyRingOptions {
  readonly store: KeyRingStore
  readonly issuer: string
  readonly algorithm: AlgorithmName
  readonly modulusLength: number | undefined
  readonly lifetime: Seconds
  readonly sealingKeys: readonly ImportedSealingKey[]
  readonly rotation: RotationPolicy
  readonly revocation: KeyRevocation | undefined
  readonly clock: Clock
}

/** Opens the ring of an issuer, and makes its first key where there is none. */
export async function createKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  const { rotation, clock } = options
  const copy = createRingCopy(options)
  const makeKey = () => makeRingKey(options.algorithm, options.modulusLength, options.lifetime)
  const tools: RingTools = { ...options, copy, makeKey, sealingKeyId: options.sealingKeys[0]?.id }
  const { tend, keepFresh, lastError } = createCaretaker(tools)
  const signerOf = createSignerCache()
  await tend()
  const timer = setInterval(() => tend().catch(() => {}), rotation.pollInterval * 1000).unref()

  const describe = (kid: string): KeyStatus =>
    describeRing(copy.ring, clock()).find((key) => key.kid === kid) as KeyStatus

  return {
    async signer(lifetime) {
      await keepFresh()
      // One instant for all of it: after a switch in between, a key would sign that is not known to live so long.
      const now = clock()
      const signing = signingKey(copy.ring, now)
      if (signing === undefined || signing.lifetime < lifetime)
        await copy.update((ring) => allowLifetime(ring, lifetime, now))
      return readySigner(copy, signerOf, now)
    },
    async published() {
      await keepFresh()
      return publishedKeys(copy.ring, clock())
    },
    async rotate() {
      const key = await makeKey()
      const ring = await copy.update((base) => {
        const now = clock()
        return hasNext(base, now) ? base : addKey(base, schedule(key, now, nextStart(base, rotation, now)))
      })
      return describe((ring.keys.findLast(({ activeFrom }) => activeFrom > clock()) ?? key).kid)
    },
    async reset() {
      const key = await makeKey()
      const now = Math.floor(clock())
      const first = schedule(key, now, now)
      await copy.update((ring) =>
        ring.keys.some(({ kid }) => kid === key.kid) ? ring : resetRing(ring, first, now),
      )
      await revokeTombstones(tools)
      return describe(key.kid)
    },
    status: () => ({
      version: copy.ring.version,
      keys: describeRing(copy.ring, clock()),
      loadedAt: copy.loadedAt,
      lastError: lastError(),
    }),
    close: () => clearInterval(timer),
  }
}

function readySigner(
  copy: RingCopy,
  signerOf: ReturnType<typeof createSignerCache>,
  now: NumericDate,
): TokenSigner {
  const key = signingKey(copy.ring, now)
  const signer = key === undefined ? undefined : signerOf(copy.ring, key)
  if (signer === undefined)
    throw new UnavailableError('issuer', { cause: new Error('the key ring has no key that signs') })
  return signer
}
