import { type AlgorithmName, ConfigurationError, createKeySource, type Jwk } from '@meishi/core'
import { declaration } from '../keys/declare-keys.js'
import type { FileKey } from '../keys/read-keys.js'
import { thumbprint } from '../keys/thumbprint.js'
import type { DecodedToken } from './decode-token.js'

/** What may be told of a key. */
export interface KeyDescription {
  readonly from: string
  readonly kid: string | undefined
  readonly alg: string
  readonly thumbprint: string | undefined
}

/** The key under which the signature of a token holds, whatever its `kid` says. */
export async function matchingKey(
  token: DecodedToken,
  keys: readonly FileKey[],
): Promise<KeyDescription | undefined> {
  for (const { from, jwk } of keys) {
    if (await holds(token, jwk))
      return { from, kid: jwk.kid, alg: String(token.header.alg), thumbprint: thumbprint(jwk) }
  }
  return undefined
}

async function holds({ header, signingInput, signature }: DecodedToken, jwk: Jwk): Promise<boolean> {
  const alg = header.alg as AlgorithmName
  const { kid, ...unnamed } = jwk
  try {
    const keys = await createKeySource(declaration(unnamed as Jwk), [alg]).resolve(undefined, alg)
    const tried = keys.map((key) => key.holds(Buffer.from(signingInput), signature))
    return (await Promise.all(tried)).includes(true)
  } catch (error) {
    if (error instanceof ConfigurationError) return false // a key for something else
    throw error
  }
}
