/** A JOSE header as it stands in the token (RFC 7515, section 4). Nothing in it has been believed. */
export interface JoseHeader {
  readonly alg: string
  readonly kid?: string
  readonly typ?: string
  readonly [name: string]: unknown
}

/** What the rules ask of a header, read once: the headers of an issuer are few, and its tokens many. */
export interface HeaderFacts {
  readonly alg: string
  readonly kid: string | undefined
  /** `null`: it is there, and no text. */
  readonly typ: string | null | undefined
  /** Whether a member changes how the rest is to be read. */
  readonly isStrange: boolean
}

/** The claims of a token (RFC 7519, section 4). Deep-frozen, because requests may share them. */
export interface JwtClaims {
  readonly iss?: string
  readonly sub?: string
  readonly aud?: string | readonly string[]
  readonly exp?: number
  readonly nbf?: number
  readonly iat?: number
  readonly jti?: string
  readonly [name: string]: unknown
}

/** Claims of a token whose signature nobody has checked. They may select an issuer and nothing else. */
export interface UnverifiedClaims {
  readonly iss?: unknown
  readonly [name: string]: unknown
}

/** A token that could be read. Nobody has checked who made it. */
export interface UnverifiedToken {
  readonly header: JoseHeader
  readonly facts: HeaderFacts
  /** What the signature covers: the first two parts and the dot between them. */
  readonly signingInput: string
  readonly payload: Buffer
  readonly signature: Buffer
  /** Length of the whole token in characters. */
  readonly length: number
  /** The payload, once somebody had to read it to select the issuer. */
  claims: UnverifiedClaims | undefined
}

/** The header of an encrypted token (RFC 7516, section 4). It opens the token and says nothing of its claims. */
export interface EncryptedHeader extends JoseHeader {
  readonly enc: string
}

/** An encrypted token that could be read from outside. */
export interface EncryptedToken {
  readonly header: EncryptedHeader
  /** The whole of it. */
  readonly text: string
  readonly hasEncryptedKey: boolean
}

/**
 * A token whose signature held under a key of its issuer, or whose bare claims a shared secret of its issuer opened.
 * Whether it is acceptable here is another question.
 */
export interface VerifiedToken {
  readonly header: JoseHeader
  readonly claims: JwtClaims
}

/**
 * A caller, known by an accepted token.
 *
 * @typeParam Claims - the claims' own type: the output of the `claims` schema, where one was given
 */
export interface Auth<Claims = JwtClaims> {
  /** The claims, or what the `claims` schema made of them. */
  readonly claims: Claims
  /** The token as its issuer wrote it: header and claims, never the text. */
  readonly token: VerifiedToken
}
