import {
  type Clock,
  type GeneratedJwt,
  JwtGenerateError,
  type JwtGeneratePlan,
  type JwtGenerator,
  type ReuseOptions,
  type RuntimeVariables,
} from '@meishi/core'
import { type Expect, isBoolean, isFunction, isObject, satisfies } from '@meishi/core/adapter'
import { checkPlan } from './check-plan.js'
import type { CryptoRegistry } from './crypto-registry.js'
import { createRecipe } from './recipe.js'
import { TokenCache } from './token-cache.js'

/** What a policy does not say. */
export interface JwtGeneratorOptions {
  /** Runtime variables that are the same for all requests, such as `iss.claim`. Those of a request come first. */
  readonly variables?: RuntimeVariables
  /**
   * Whether `attachJwt` may hand a token out again: to a caller who passed every check, with equal inputs, not beyond the
   * `exp` of the caller for whom it was made, nor beyond half of its own lifetime. A policy with `jti-claim` never does.
   * @default true
   */
  readonly cache?: boolean
  /** For tests. @default the clock of this machine */
  readonly clock?: Clock
}

const isRecord = (what: string): Expect =>
  satisfies(what, (value) => typeof value === 'object' && value !== null && !Array.isArray(value))
const isVariables = isRecord('an object of runtime variables')
const isRegistry = isRecord('an object of crypto objects')
const checkOptions = isObject({ variables: isVariables, cache: isBoolean, clock: isFunction })

/**
 * Runs a `jwt-generate` policy: takes claims from runtime variables, signs, encrypts, or both, one inside the other.
 *
 * @param plan - what `loadJwtGenerate` of `@meishi/config` reads
 * @param registry - the crypto objects that the policy names
 * @throws ConfigurationError where the plan contradicts itself, or a crypto object is missing or cannot do it
 * @example
 * const generator = createJwtGenerator(loadJwtGenerate({ file: 'jwt-generate.yaml' }), { signing: { privateKey: pem } })
 * const { token } = await generator.generate({ 'iss.claim': 'https://gateway.example' })
 */
export function createJwtGenerator(
  plan: JwtGeneratePlan,
  registry: CryptoRegistry = {},
  options: JwtGeneratorOptions = {},
): JwtGenerator {
  checkPlan(plan)
  isRegistry(registry, 'registry')
  checkOptions(options, 'options')
  const { variables: own = {}, clock = () => Date.now() / 1000 } = options
  const recipe = createRecipe(plan, registry)
  const cache = (options.cache ?? true) && !plan.claims.tokenId ? new TokenCache() : undefined
  const generate = async (variables: RuntimeVariables, reuse?: ReuseOptions): Promise<GeneratedJwt> => {
    isVariables(variables, 'variables')
    try {
      const now = clock()
      const { make, inputs } = recipe([variables, own])
      if (cache === undefined || reuse === undefined) return await make(now)
      return await cache.get(inputs, now, reuse, () => make(now))
    } catch (error) {
      // A context that is frozen takes no message; the error has it all the same.
      Reflect.set(variables, 'jwt-generate.error-message', messageOf(error))
      throw new JwtGenerateError(error)
    }
  }
  return Object.freeze({ generate })
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error')
