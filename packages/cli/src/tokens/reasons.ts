import type { RefusalCode } from '@meishi/core'

/** What a person is told of a refusal: which check said no, why, and what to look at. */
export interface Reason {
  readonly check: string
  readonly why: string
  readonly advice: string
}

const OTHER: Reason = {
  check: 'the request',
  why: 'it is not acceptable here',
  advice: 'see docs/errors.md of the project',
}

const REASONS: Readonly<Partial<Record<RefusalCode, Reason>>> = {
  token_malformed: {
    check: 'parse token',
    why: 'the text is no token, or is spelled in a way of its own',
    advice: 'was it cut, wrapped or quoted on the way? meishi inspect says more',
  },
  algorithm_refused: {
    check: 'check header',
    why: 'its alg is not allowed, or not the one of the key',
    advice: 'name it with --alg if you trust it; shared secrets always need that',
  },
  header_refused: {
    check: 'check header',
    why: 'its typ is that of another kind of token, or a header changes how it is read',
    advice: 'is it an access token? --typ allows another',
  },
  key_not_found: {
    check: 'resolve key',
    why: 'no key has its kid',
    advice: 'is it the right key set, and the newest?',
  },
  signature_invalid: {
    check: 'verify signature',
    why: 'the signature does not hold under the key',
    advice: 'the token was changed, or another key of the same name signed it',
  },
  decryption_failed: {
    check: 'decrypt token',
    why: 'it is encrypted',
    advice: 'its reader can open it; meishi inspect shows its header',
  },
  issuer_refused: {
    check: 'select issuer',
    why: 'its iss is not the one you name',
    advice: 'compare --issuer',
  },
  audience_refused: {
    check: 'check claims',
    why: 'its aud does not name you',
    advice: 'compare --audience: it was made for another service',
  },
  claim_missing: {
    check: 'check claims',
    why: 'a claim that is required is not there',
    advice: 'most often exp',
  },
  claim_refused: {
    check: 'check claims',
    why: 'a claim has a value that is not acceptable',
    advice: 'compare the types of the registered claims',
  },
  token_not_active: {
    check: 'check claims',
    why: 'its nbf or iat lies in the future',
    advice: 'compare the clocks of both machines; --tolerance allows a difference',
  },
  token_expired: { check: 'check claims', why: 'its exp has passed', advice: 'ask the issuer for a new one' },
  lifetime_refused: {
    check: 'check claims',
    why: 'it lives longer than is allowed, or is too old',
    advice: 'have the issuer shorten it',
  },
  binding_required: {
    check: 'check claims',
    why: 'it is bound to a key (cnf), and nobody proved to have that',
    advice: 'it is good only with its proof',
  },
}

export const reasonFor = (code: RefusalCode): Reason => REASONS[code] ?? OTHER
