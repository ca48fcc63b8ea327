import { randomBytes } from 'node:crypto'
import type { Clock, Seconds } from '@meishi/core'
import type { IssuerStatus } from './issuer.js'
import type { CreateIssuerOptions } from './issuer-options.js'
import { createFixedKeys } from './keys/create-fixed-keys.js'
import type { IssuerKeys } from './keys/issuer-keys.js'
import { createKeyRing } from './ring/create-key-ring.js'
import { memoryKeyRing } from './ring/memory-key-ring.js'
import { resolveRotation } from './ring/rotation-options.js'
import { importSealingKeys } from './ring/sealing-keys.js'

/** The keys of an issuer, and what is known of the ring they are in. */
export interface ChosenKeys {
  readonly keys: IssuerKeys
  readonly ringStatus: () => IssuerStatus['ring']
}

/** Keys that are given, or a ring. */
export async function chooseKeys(
  options: CreateIssuerOptions,
  {
    lifetime,
    jwksMaxAge,
    clock,
  }: { readonly lifetime: Seconds; readonly jwksMaxAge: Seconds; readonly clock: Clock },
): Promise<ChosenKeys> {
  const { issuer, algorithm, modulusLength, revocation } = options
  if (options.keys !== undefined)
    return { keys: await createFixedKeys(options.keys, algorithm), ringStatus: () => undefined }
  const rotation = resolveRotation(options.rotation ?? {}, jwksMaxAge, 'rotation')
  // What never leaves the process needs no key that outlives it.
  const sealingKeys = importSealingKeys(options.sealingKeys ?? [randomBytes(32)], 'sealingKeys')
  const store = options.store ?? memoryKeyRing()
  const ring = await createKeyRing({
    store,
    issuer,
    algorithm,
    modulusLength,
    lifetime,
    sealingKeys,
    rotation,
    revocation,
    clock,
  })
  const keys: IssuerKeys = {
    ...ring,
    published: async () => (await ring.published()).map(({ publicJwk }) => publicJwk),
    keyStatus: () => ring.status().keys,
  }
  return {
    keys,
    ringStatus: () => {
      const { version, loadedAt, lastError } = ring.status()
      return { version, loadedAt, lastError }
    },
  }
}
