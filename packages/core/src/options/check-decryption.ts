import { ConfigurationError } from '../errors/configuration-error.js'
import { CONTENT_ENCRYPTIONS, KEY_MANAGEMENTS } from '../jose/encryption-algorithms.js'
import {
  type Expect,
  isAnything,
  isBoolean,
  isInteger,
  isKind,
  isList,
  isObject,
  isOneOf,
  isOneOrList,
  isText,
} from './expect.js'

/** What is asked for and never accepted, and what to take instead. */
const REFUSED: readonly (readonly [name: RegExp, problem: string])[] = [
  [/^RSA1_5$/, 'RSA1_5 tells what is inside by its padding (RFC 8725, section 3.2); use RSA-OAEP-256'],
  [/^PBES2-/, 'a password is no key (RFC 8725, section 3.2); use A256KW with 32 random bytes'],
]

const isKnownKeyManagement = isOneOf([...KEY_MANAGEMENTS.keys()])

const isKeyManagement: Expect = (value, path) => {
  const refused = REFUSED.find(([name]) => typeof value === 'string' && name.test(value))
  if (refused !== undefined) throw new ConfigurationError(path, refused[1])
  isKnownKeyManagement(value, path)
}

const isKey = isKind({
  jwk: isObject({ jwk: isAnything }),
  jwks: isObject({ jwks: isAnything }),
  privateKey: isObject({ privateKey: isAnything, kid: isText, alg: isKeyManagement }),
  secret: isObject({ secret: isAnything, kid: isText, alg: isKeyManagement }),
})

/** What may stand in `decryption`. */
export const isDecryption = isObject(
  {
    keys: isOneOrList(isKey),
    algorithms: isList(isKeyManagement),
    encryptions: isList(isOneOf([...CONTENT_ENCRYPTIONS.keys()])),
    required: isBoolean,
    bareClaims: isBoolean,
    maxInFlight: isInteger(1, 4096),
  },
  ['keys'],
)
