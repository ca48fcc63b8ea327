import { ConfigurationError, type Seconds } from '@meishi/core'
import { type Expect, isObject, satisfies } from '@meishi/core/adapter'

/** When keys follow each other. */
export interface RotationOptions {
  /** How long a key signs before the next one does; `null`: until `rotate()`. @default 2592000 (30 days) */
  readonly every?: Seconds | null
  /**
   * How long a key is published before it signs: at least as long as any verifier keeps a key set before it looks
   * again, plus its cooldown. Also how long a process goes on signing while the store cannot be reached.
   * @default 3600
   */
  readonly publishBefore?: Seconds
  /** How often a process looks at the store. A `reset()` elsewhere is known here after so long. @default 10 */
  readonly pollInterval?: Seconds
}

/** {@link RotationOptions} with every default filled in. */
export type RotationPolicy = Readonly<Required<RotationOptions>>

const DEFAULTS: RotationPolicy = { every: 30 * 86_400, publishBefore: 3600, pollInterval: 10 }

/** Above this `setTimeout` fires at once. */
const MOST_SECONDS = 2 ** 31 / 1000 - 1
const isDuration = satisfies('a number of seconds above 0', (value) => {
  return typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER
})
const isPoll = satisfies(`a number of seconds above 0, at most ${Math.floor(MOST_SECONDS)}`, (value) => {
  return typeof value === 'number' && value > 0 && value <= MOST_SECONDS
})
const isEvery: Expect = (value, path) => {
  if (value !== null) isDuration(value, path)
}

export const isRotation = isObject({ every: isEvery, publishBefore: isDuration, pollInterval: isPoll })

/**
 * The policy, where its times go together.
 *
 * @param jwksMaxAge - how long others may keep the key set
 * @throws ConfigurationError naming the time and the rule
 */
export function resolveRotation(options: RotationOptions, jwksMaxAge: Seconds, path: string): RotationPolicy {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const policy: RotationPolicy = { ...DEFAULTS, ...given }
  const { every, publishBefore, pollInterval } = policy
  if (publishBefore < jwksMaxAge + 2 * pollInterval) {
    throw new ConfigurationError(
      `${path}.publishBefore`,
      `expected at least jwksMaxAge + 2 × pollInterval (${jwksMaxAge + 2 * pollInterval}), so that everybody has a key before it signs`,
    )
  }
  if (every !== null && every <= publishBefore)
    throw new ConfigurationError(`${path}.every`, `expected more than publishBefore (${publishBefore})`)
  return Object.freeze(policy)
}
