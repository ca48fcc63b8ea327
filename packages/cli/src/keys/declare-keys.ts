import type { AlgorithmName, Jwk, StaticKeys, VerifierOptions } from '@meishi/core'
import type { Input } from '../command.js'
import { usage } from '../failures.js'
import { type FileKey, publicPart, readKeys } from './read-keys.js'

/** Keys that a token may be verified with. */
export interface DeclaredKeys {
  /** What core is given; none where they are found by the metadata of the issuer. */
  readonly keys: VerifierOptions['keys']
  /** Those that are known here, without their private parts. */
  readonly known: readonly FileKey[]
}

/** The flags of commands that verify. */
export const KEY_FLAGS = {
  key: { value: '<file>', multiple: true, says: 'a key, or a key set: JWK, JWKS, PEM or certificate' },
  'jwks-uri': { value: '<url>', says: 'where the key set of the issuer is' },
} as const

/** @throws Failure (2) where keys are named in two ways */
export async function declareKeys(input: Input): Promise<DeclaredKeys | undefined> {
  const files = input.list('key')
  const jwksUri = input.text('jwks-uri')
  if (files.length > 0 && jwksUri !== undefined) throw usage('expected --key or --jwks-uri, not both')
  if (jwksUri !== undefined) return { keys: { jwksUri }, known: [] }
  if (files.length === 0) return undefined
  const perFile = await Promise.all(files.map(readPublicKeys))
  const declared = perFile.flatMap(declare)
  return { keys: declared.length === 1 ? declared[0] : declared, known: perFile.flat() }
}

async function readPublicKeys(file: string): Promise<readonly FileKey[]> {
  return (await readKeys(file)).map((key) => ({ ...key, jwk: publicPart(key.jwk, key.from) }))
}

function declare(keys: readonly FileKey[]): StaticKeys[] {
  const [secrets, others] = [keys.filter(isSecret), keys.filter((key) => !isSecret(key))]
  const isSet = others[0]?.isInSet === true
  return [
    ...(isSet
      ? [{ jwks: { keys: others.map(({ jwk }) => jwk) } }]
      : others.map(({ jwk }) => declaration(jwk))),
    ...secrets.map(({ jwk }) => declaration(jwk)),
  ]
}

export const isSecret = ({ jwk }: FileKey): boolean => jwk.kty === 'oct'

/** One key, as core is told of it. A secret is no public key, and is declared as what it is. */
export function declaration(jwk: Jwk): StaticKeys {
  if (jwk.kty !== 'oct') return { jwk }
  const { kid, alg } = jwk
  return {
    secret: Buffer.from(String(jwk.k ?? ''), 'base64url'),
    ...(kid !== undefined && { kid }),
    ...(alg !== undefined && { alg: alg as AlgorithmName }),
  }
}
