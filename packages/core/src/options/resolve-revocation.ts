import { ConfigurationError } from '../errors/configuration-error.js'
import type { RevocationPolicy } from '../policy.js'
import type { RevocationCheck } from '../revocation/revocation-list.js'
import { storeGuard } from '../stores/store-guard.js'
import type { Seconds } from '../time.js'
import type { ErasedOptions } from './auth-options.js'

/** @throws {@link ConfigurationError} where a token could outlive what the list remembers of it */
export function resolveRevocation(options: ErasedOptions): RevocationPolicy | undefined {
  const { revocation } = options
  if (revocation === undefined || revocation === null) return undefined
  const {
    list,
    onUnavailable = 'refuse',
    timeout = 0.25,
  } = isList(revocation) ? { list: revocation } : revocation
  checkAgeLimit(options, list.maxTokenLifetime ?? Number.POSITIVE_INFINITY)
  return Object.freeze({ list, onUnavailable, timeout, guard: storeGuard('revocation', list) })
}

function isList(revocation: NonNullable<ErasedOptions['revocation']>): revocation is RevocationCheck {
  return 'isRevoked' in revocation
}

/** Where `exp` does not end a token, its age must, before the list forgets it. */
function checkAgeLimit(options: ErasedOptions, longest: Seconds): void {
  const isEndedByExp =
    options.dangerouslyIgnoreExpiration !== true && options.dangerouslyAllowMissingExpiration !== true
  if (isEndedByExp || (options.maxTokenAge ?? Number.POSITIVE_INFINITY) <= longest) return
  throw new ConfigurationError(
    'revocation',
    `needs \`exp\`, or a \`maxTokenAge\` of at most ${longest} s, the \`maxTokenLifetime\` of the list: it would forget a token that still passes`,
  )
}
