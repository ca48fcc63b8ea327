import { type ManualClock, manualClock } from '@meishi/core/testing'
import { createIssuer } from '../src/create-issuer.js'
import type { Issuer } from '../src/issuer.js'
import type { CreateIssuerOptions } from '../src/issuer-options.js'
import type { KeyRingStore, StoredRing } from '../src/ring/key-ring-store.js'
import { memoryKeyRing } from '../src/ring/memory-key-ring.js'

/** A store in which a test can look, that can fail, and that can forget. */
export interface TestStore extends KeyRingStore {
  stored: StoredRing | undefined
  isDown: boolean
  saves: number
}

export function testStore(): TestStore {
  let inner = memoryKeyRing()
  let kept: StoredRing | undefined
  const store: TestStore = {
    get stored() {
      return kept
    },
    set stored(ring) {
      inner = memoryKeyRing()
      kept = ring
      if (ring !== undefined) void inner.save(ring, 0)
    },
    isDown: false,
    saves: 0,
    async load() {
      if (store.isDown) throw new Error('connection refused')
      return inner.load()
    },
    async save(next, expectedVersion) {
      if (store.isDown) throw new Error('connection refused')
      const saved = await inner.save(next, expectedVersion)
      if (saved) {
        kept = next
        store.saves++
      }
      return saved
    },
  }
  return store
}

/** A sealing key for tests. */
export const SEALING = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64url')

/** Processes that share a ring. Keys sign for 1000 s and are published 100 s before. */
export interface SharedRing {
  readonly store: TestStore
  readonly clock: ManualClock
  start(options?: Partial<CreateIssuerOptions>): Promise<Issuer>
  stop(): void
}

export const START = 1_800_000_000

export function sharedRing(store = testStore()): SharedRing {
  const clock = manualClock(START)
  const running: Issuer[] = []
  return {
    store,
    clock,
    async start(options = {}) {
      const process = await createIssuer({
        issuer: 'https://auth.example.com',
        algorithm: 'ES256',
        audience: 'api',
        store,
        sealingKeys: [SEALING],
        rotation: { every: 1000, publishBefore: 100, pollInterval: 10 },
        jwksMaxAge: 60,
        clock,
        ...options,
      })
      running.push(process)
      return process
    },
    stop() {
      for (const process of running) process.close()
    },
  }
}

/** Which key signs in this process now. */
export async function signs(process: Issuer): Promise<string> {
  const { token } = await process.issue({})
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
}

/** Which keys this process publishes now. */
export async function publishes(process: Issuer): Promise<readonly string[]> {
  return (await process.jwks()).keys.map(({ kid }) => String(kid))
}
