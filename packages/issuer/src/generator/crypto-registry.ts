import type { KeyObject } from 'node:crypto'
import { ConfigurationError } from '@meishi/core'
import { isKind, isObject } from '@meishi/core/adapter'
import type { EncryptionKey } from '../encrypt/import-encryption-key.js'
import type { SigningKey } from '../sign/import-signing-key.js'

/** A key under the name by which a policy calls it: what a DataPower appliance calls a crypto object. */
export type CryptoObject =
  | {
      /** Signs with RS and ES. PEM, or a private `KeyObject`. */
      readonly privateKey: string | KeyObject
      /** Goes into the header of the token. */
      readonly kid?: string
    }
  | {
      /** Signs with HS, at least as long as the hash; encrypts with `dir` and A…KW, exactly as long as these need. */
      readonly secret: string | Uint8Array | KeyObject
      readonly kid?: string
    }
  | {
      /** Encrypts with RSA-OAEP. PEM, or a public `KeyObject`. */
      readonly publicKey: string | KeyObject
      readonly kid?: string
    }
  | {
      /** The X.509 certificate of whoever decrypts, as PEM. Encrypts as `publicKey` does; its dates and chain are not judged. */
      readonly certificate: string
      readonly kid?: string
    }

/** The crypto objects of a policy, by name. */
export type CryptoRegistry = Readonly<Record<string, CryptoObject>>

const anyKey = (): void => {}
const checkKind = isKind(
  Object.fromEntries(
    ['privateKey', 'secret', 'publicKey', 'certificate'].map((kind) => [
      kind,
      isObject({ [kind]: anyKey, kid: anyKey }, [kind]),
    ]),
  ),
)

/** @throws ConfigurationError where there is no object of that name, or it cannot sign */
export function signingObject(registry: CryptoRegistry, name: string): SigningKey {
  const object = objectOf(registry, name)
  if ('privateKey' in object || 'secret' in object) return object
  throw new ConfigurationError(pathOf(name), 'expected privateKey or secret, because jws-crypto names it')
}

/** @throws ConfigurationError where there is no object of that name, or it cannot encrypt */
export function encryptionObject(
  registry: CryptoRegistry,
  name: string,
): { readonly key: EncryptionKey; readonly kid?: string } {
  const { kid, ...object } = objectOf(registry, name)
  const label = kid === undefined ? {} : { kid }
  if ('secret' in object) return { key: object, ...label }
  if ('publicKey' in object) return { key: object, ...label }
  if ('certificate' in object)
    return { key: { publicKey: certificateText(object.certificate, name) }, ...label }
  throw new ConfigurationError(
    pathOf(name),
    'expected publicKey, certificate or secret, because jwe-crypto names it',
  )
}

/** Where an object stands, as errors call it. */
export const pathOf = (name: string): string => `registry.${name}`

function objectOf(registry: CryptoRegistry, name: string): CryptoObject {
  if (!Object.hasOwn(registry, name))
    throw new ConfigurationError(pathOf(name), 'no crypto object of this name')
  const object = registry[name] as CryptoObject
  checkKind(object, pathOf(name))
  return object
}

function certificateText(certificate: unknown, name: string): string {
  if (typeof certificate === 'string' && certificate.includes('-----BEGIN CERTIFICATE-----'))
    return certificate
  throw new ConfigurationError(`${pathOf(name)}.certificate`, 'expected an X.509 certificate as PEM text')
}
