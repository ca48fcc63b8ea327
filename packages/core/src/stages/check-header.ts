import { Refusal } from '../errors/refusal.js'
import type { Algorithm } from '../jose/algorithms.js'
import { isAcceptedTyp } from '../jose/typ.js'
import type { IssuerPolicy, Policy } from '../policy.js'
import type { HeaderFacts } from '../token.js'

/**
 * Accepts the algorithm, which the issuer must allow (RFC 8725, section 3.1), and the kind of token
 * (section 3.11). Returns the table's row for the algorithm.
 *
 * @throws {@link Refusal} `algorithm_refused`, `header_refused`
 */
export function checkHeader(header: HeaderFacts, issuer: IssuerPolicy, policy: Policy): Algorithm {
  const algorithm = issuer.algorithms.get(header.alg)
  if (algorithm === undefined) throw new Refusal('algorithm_refused')
  if (header.isStrange || !isAcceptedTyp(header, policy.typ)) throw new Refusal('header_refused')
  return algorithm
}
