import type { AlgorithmName, VerifierOptions } from '@meishi/core'
import type { Flag, Input } from '../command.js'
import { usage } from '../failures.js'
import { wholeNumber } from '../numbers.js'

/** The flags that say what is accepted. */
export const POLICY_FLAGS: Readonly<Record<string, Flag>> = {
  issuer: { value: '<iss>', multiple: true, says: 'who must have made it' },
  'any-issuer': { says: 'whoever made it, if a key of --key vouches for it' },
  audience: { value: '<aud>', multiple: true, says: 'for whom it must have been made' },
  'any-audience': { says: 'for whomever it was made' },
  alg: { value: '<name>', multiple: true, says: 'what may have signed it. Default: all but shared secrets' },
  typ: { value: '<typ>', multiple: true, says: 'its kind. Default: none, JWT or at+jwt' },
  tolerance: { value: '<seconds>', says: 'how far the clocks may differ. Default: 5' },
  'ignore-expiration': { says: 'accept it though it has expired' },
}

/** @throws Failure (2) where a check is neither named nor switched off */
export function policyOf(input: Input): VerifierOptions {
  const [algorithms, typ] = [input.list('alg') as AlgorithmName[], input.list('typ')]
  const tolerance = input.text('tolerance')
  return {
    issuer: namedOrAny(input, 'issuer'),
    audience: namedOrAny(input, 'audience'),
    ...(algorithms.length > 0 && { algorithms }),
    ...(typ.length > 0 && { typ }),
    ...(tolerance !== undefined && { clockTolerance: wholeNumber('tolerance', tolerance) }),
    ...(input.has('ignore-expiration') && { dangerouslyIgnoreExpiration: true }),
  }
}

function namedOrAny(input: Input, name: 'issuer' | 'audience'): string | readonly string[] | null {
  const [first, ...others] = input.list(name)
  const isAny = input.has(`any-${name}`)
  if ((first === undefined) !== isAny) throw usage(`expected either --${name} or --any-${name}`)
  if (first === undefined) return null
  return others.length === 0 ? first : [first, ...others]
}
