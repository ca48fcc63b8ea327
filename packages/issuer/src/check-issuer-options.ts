import { ConfigurationError } from '@meishi/core'
import {
  ALGORITHMS,
  type Expect,
  hasMethods,
  isFunction,
  isInteger,
  isObject,
  isOneOf,
  satisfies,
} from '@meishi/core/adapter'
import { isAudience, isLifetime } from './claims/check-request.js'
import type { CreateIssuerOptions } from './issuer-options.js'
import { isRotation } from './ring/rotation-options.js'

const isIssuer = satisfies('1 to 512 visible ASCII characters', (value) => {
  return typeof value === 'string' && /^[\x21-\x7e]{1,512}$/.test(value)
})
const isUrl = satisfies('an absolute http or https URL', (value) => {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
})
const isMetadata = satisfies('an object', (value) => {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
})
const isJudgedLater: Expect = () => {}

const checkShape = isObject(
  {
    issuer: isIssuer,
    algorithm: isOneOf([...ALGORITHMS.keys()]),
    keys: isJudgedLater,
    store: hasMethods('load', 'save'),
    sealingKeys: isJudgedLater,
    rotation: isRotation,
    modulusLength: isInteger(2048, 8192),
    revocation: hasMethods('revoke'),
    audience: isAudience,
    lifetime: isLifetime,
    maxTokenBytes: isInteger(256, 1_048_576),
    jwksMaxAge: isInteger(0, 86_400),
    jwksUri: isUrl,
    metadata: isMetadata,
    clock: isFunction,
  },
  ['issuer', 'algorithm'],
)

/** Options that say something about a ring, and nothing about keys that are given. */
const OF_RINGS = ['store', 'sealingKeys', 'rotation', 'modulusLength', 'revocation'] as const

/** @throws ConfigurationError naming the option and the rule */
export function checkIssuerOptions(options: CreateIssuerOptions): void {
  checkShape(options, '')
  if (options.keys === undefined) checkWithRing(options)
  else checkWithKeys(options)
}

function checkWithRing(options: CreateIssuerOptions): void {
  if (ALGORITHMS.get(options.algorithm)?.kty === 'oct')
    throw new ConfigurationError(
      'keys',
      `is required with ${options.algorithm}: a ring publishes its keys, and a secret cannot be`,
    )
  if (options.store !== undefined && options.sealingKeys === undefined)
    throw new ConfigurationError(
      'sealingKeys',
      'is required with a store: private keys are never stored in the clear',
    )
  if (options.store === undefined && options.sealingKeys !== undefined)
    throw new ConfigurationError('sealingKeys', 'seal what a store keeps, and there is no `store`')
}

function checkWithKeys(options: CreateIssuerOptions): void {
  const contradicting = OF_RINGS.find((name) => options[name] !== undefined)
  if (contradicting !== undefined)
    throw new ConfigurationError(
      contradicting,
      'is about a key ring, and `keys` are given: leave one of them out',
    )
}
