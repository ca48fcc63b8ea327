import type { HeaderFacts, JoseHeader } from '../token.js'
import { ownMember } from './own-member.js'

/** Members that change how the rest is to be read, none of which a JWT of ours has (RFC 7515, 4.1.11; RFC 7797; RFC 7516). */
const STRANGE_MEMBERS = ['crit', 'b64', 'zip', 'enc']

/** Reads what the rules ask of a header, own members only. */
export function headerFacts(header: JoseHeader): HeaderFacts {
  const typ = ownMember(header, 'typ')
  return {
    alg: header.alg,
    kid: ownMember(header, 'kid') as string | undefined,
    typ: typeof typ === 'string' ? typ : Object.hasOwn(header, 'typ') ? null : undefined,
    isStrange: STRANGE_MEMBERS.some((name) => Object.hasOwn(header, name)),
  }
}
