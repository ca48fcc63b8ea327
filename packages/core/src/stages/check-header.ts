import { Refusal } from '../errors/refusal.js'
import type { Algorithm } from '../jose/algorithms.js'
import { isAcceptedTyp } from '../jose/typ.js'
import type { IssuerPolicy, Policy } from '../policy.js'
import type { JoseHeader } from '../token.js'

/** Members that change how the rest is to be read, none of which a JWT of ours has (RFC 7515, 4.1.11; RFC 7797; RFC 7516). */
const REFUSED_MEMBERS = ['crit', 'b64', 'zip', 'enc']

/**
 * Accepts the algorithm, which the issuer must allow (RFC 8725, section 3.1), and the kind of token
 * (section 3.11). Returns the table's row for the algorithm.
 *
 * @throws {@link Refusal} `algorithm_refused`, `header_refused`
 */
export function checkHeader(header: JoseHeader, issuer: IssuerPolicy, policy: Policy): Algorithm {
  const algorithm = issuer.algorithms.get(header.alg)
  if (algorithm === undefined) throw new Refusal('algorithm_refused')
  for (const name of REFUSED_MEMBERS) {
    if (Object.hasOwn(header, name)) throw new Refusal('header_refused')
  }
  if (!isAcceptedTyp(header, policy.typ)) throw new Refusal('header_refused')
  return algorithm
}
