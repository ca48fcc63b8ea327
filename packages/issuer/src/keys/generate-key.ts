import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import {
  type AlgorithmName,
  ConfigurationError,
  type ContentEncryptionName,
  type Jwk,
  type KeyManagementName,
} from '@meishi/core'
import { isInteger, isObject, isText } from '@meishi/core/adapter'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { KEY_KINDS, type KeyKind } from './key-kinds.js'

/** What to generate. */
export interface GenerateKeyOptions {
  /** The one algorithm that the key is for: of signatures, of key management, or, for `dir`, of the content itself. */
  readonly alg: AlgorithmName | Exclude<KeyManagementName, 'dir'> | ContentEncryptionName
  /** @default the thumbprint of the key (RFC 7638); of a secret a random UUID, which tells nothing of it */
  readonly kid?: string
  /** Bits of an RSA key, 2048 to 8192. @default 2048 */
  readonly modulusLength?: number
}

/** A new key, in the two forms of RFC 7517. */
export interface GeneratedKey {
  /** What may be published. Of a secret there is no such form. */
  readonly publicJwk: Jwk | undefined
  readonly privateJwk: Jwk
}

/** Algorithms whose keys have a public half. */
type AsymmetricAlgorithm = Exclude<GenerateKeyOptions['alg'], `HS${string}` | `A${number}${string}`>

const checkOptions = isObject({ alg: isText, kid: isText, modulusLength: isInteger(2048, 8192) }, ['alg'])
const makeKeyPair = promisify(generateKeyPair) as unknown as (
  type: string,
  options: { modulusLength: number; namedCurve: string | undefined },
) => Promise<{ publicKey: Buffer; privateKey: Buffer }>

/**
 * Keys are made as bytes and read again: in Node 20 a thread locks itself up where it exports a key while what generated
 * that very key is collected as garbage.
 */
const ENCODED = {
  publicKeyEncoding: { format: 'der', type: 'spki' },
  privateKeyEncoding: { format: 'der', type: 'pkcs8' },
} as const

/**
 * Makes a key, off the event loop.
 *
 * @throws ConfigurationError where the algorithm is unknown, or this Node does not have it
 * @example
 * const { publicJwk, privateJwk } = await generateKey({ alg: 'RS256', kid: 'authServer' })
 */
export async function generateKey(
  options: GenerateKeyOptions & { readonly alg: AsymmetricAlgorithm },
): Promise<GeneratedKey & { readonly publicJwk: Jwk }>
export async function generateKey(options: GenerateKeyOptions): Promise<GeneratedKey>
export async function generateKey(options: GenerateKeyOptions): Promise<GeneratedKey> {
  checkOptions(options, 'options')
  const { alg, modulusLength } = options
  const kind = KEY_KINDS.get(alg)
  if (kind === undefined)
    throw new ConfigurationError('options.alg', `expected one of ${[...KEY_KINDS.keys()].join(', ')}`)
  if (modulusLength !== undefined && kind.type !== 'rsa')
    throw new ConfigurationError('options.modulusLength', `an algorithm such as ${alg} has no such length`)
  return kind.type === 'secret' ? generateSecret(options, kind) : generatePair(options, kind)
}

function generateSecret(
  { alg, kid = randomUUID() }: GenerateKeyOptions,
  { use, bytes }: KeyKind,
): GeneratedKey {
  const k = randomBytes(bytes as number).toString('base64url')
  return { publicJwk: undefined, privateJwk: Object.freeze({ kty: 'oct', k, kid, alg, use }) }
}

async function generatePair(
  options: GenerateKeyOptions,
  { use, type, namedCurve }: KeyKind,
): Promise<GeneratedKey> {
  const { alg, modulusLength = 2048 } = options
  const pair = await makeKeyPair(type, { modulusLength, namedCurve, ...ENCODED }).catch((cause: unknown) => {
    throw new ConfigurationError('options.alg', `this Node cannot make keys for ${alg}`, { cause })
  })
  const publicKey = createPublicKey({ key: pair.publicKey, ...ENCODED.publicKeyEncoding })
  const privateKey = createPrivateKey({ key: pair.privateKey, ...ENCODED.privateKeyEncoding })
  const publicPart = publicKey.export({ format: 'jwk' })
  const kid = options.kid ?? (await calculateJwkThumbprint(publicPart as JWK))
  const label = { kid, alg, use }
  return {
    publicJwk: Object.freeze({ ...(publicPart as Jwk), ...label }),
    privateJwk: Object.freeze({ ...(privateKey.export({ format: 'jwk' }) as Jwk), ...label }),
  }
}
