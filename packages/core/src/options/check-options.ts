import { ConfigurationError } from '../errors/configuration-error.js'
import { ALGORITHMS } from '../jose/algorithms.js'
import { isDecryption } from './check-decryption.js'
import { remoteMembers } from './check-remote.js'
import {
  type Expect,
  hasMethods,
  isAnyText,
  isAnything,
  isBoolean,
  isFunction,
  isInteger,
  isKind,
  isList,
  isNumber,
  isObject,
  isOneOf,
  isOneOrList,
  isOr,
  isText,
} from './expect.js'
import { isFunctionOr, isHttpToken, isOrigin, isPath, isSeconds, isStandardSchema } from './expect-values.js'

const isAlgorithm = isOneOf([...ALGORITHMS.keys()])
const isDuration = isOr(null, isSeconds)
const isByteCount = isInteger(1, 2 ** 40)
const isEntryCount = isInteger(1, 2 ** 24)

const staticKinds = {
  jwk: isObject({ jwk: isAnything }),
  jwks: isObject({ jwks: isAnything }),
  publicKey: isObject({ publicKey: isAnything, kid: isText, alg: isAlgorithm }),
  secret: isObject({ secret: isAnything, kid: isText, alg: isAlgorithm }),
}

/** Where others look after the keys, they stand alone. */
const sourceKinds = {
  jwksUri: isObject({ jwksUri: isText }),
  file: isObject({ file: isPath, kid: isText, alg: isAlgorithm }),
  source: isObject({ source: hasMethods('resolve', 'status', 'refresh', 'close') }),
}

const isKeys: Expect = (value, path) =>
  (Array.isArray(value) ? isList(isKind(staticKinds)) : isKind({ ...staticKinds, ...sourceKinds }))(
    value,
    path,
  )

const issuerMembers: Readonly<Record<string, Expect>> = {
  issuer: isOr(null, isOneOrList(isText)),
  audience: isOr(null, isOneOrList(isText)),
  keys: isKeys,
  algorithms: isList(isAlgorithm),
}

const isTokenSource = isKind({
  header: isObject({ header: isHttpToken, scheme: isHttpToken }),
  query: isObject({ query: isText }),
  cookie: isObject({ cookie: isHttpToken }),
  form: isObject({ form: isText }),
})

const isMappingTarget = isKind({
  header: isObject({ header: isText }),
  query: isObject({ query: isText }),
  path: isObject({ path: isText }),
  form: isObject({ form: isText }),
})

const isMapping = isObject(
  { claim: isOneOrList(isText), to: isMappingTarget, encoding: isOneOf(['percent', 'base64url']) },
  ['claim', 'to'],
)

const isReplay = isObject({
  store: hasMethods('consume'),
  namespace: isAnyText,
  onUnavailable: isOneOf(['refuse', 'allow']),
  timeout: isNumber(0.001, 60),
})

const isRevocationList = hasMethods('isRevoked')
const isRevocationHolder = isObject({
  list: isRevocationList,
  onUnavailable: isOneOf(['refuse', 'allow']),
  timeout: isNumber(0.001, 60),
})

/** The list itself, or an object that holds one. */
const isRevocation: Expect = (value, path) => {
  const isHolder = typeof value === 'object' && value !== null && 'list' in value && !('isRevoked' in value)
  return (isHolder ? isRevocationHolder : isRevocationList)(value, path)
}

/** Every option of the verifier and what may stand there. */
const verifierMembers: Readonly<Record<string, Expect>> = {
  ...issuerMembers,
  issuers: isFunctionOr(isList(isObject(issuerMembers, ['issuer']))),
  typ: isList(isOr(null, isText)),
  clockTolerance: isNumber(0, 300),
  maxTokenAge: isDuration,
  maxLifetime: isDuration,
  requiredClaims: isList(isText, 0),
  claims: isStandardSchema,
  check: isOr(null, isFunction),
  preventReplay: isOr(true, isOr(false, isReplay)),
  decryption: isOr(null, isDecryption),
  revocation: isOr(null, isRevocation),
  dangerouslyAllowMissingExpiration: isBoolean,
  dangerouslyIgnoreExpiration: isBoolean,
  maxTokenBytes: isNumber(256, 65_536),
  cache: isOr(false, isObject({ maxBytes: isByteCount, maxEntries: isEntryCount })),
  clock: isFunction,
  ...remoteMembers,
}

/** Every option of the middleware and what may stand there. */
const authMembers: Readonly<Record<string, Expect>> = {
  ...verifierMembers,
  token: isOr(null, isOneOrList(isTokenSource)),
  optional: isBoolean,
  guard: isOr(null, isFunction),
  claimMapping: isList(isMapping, 0),
  forwardToken: isBoolean,
  csrf: isOr(null, isObject({ origins: isList(isOrigin, 0) }, ['origins'])),
  allowPreflight: isBoolean,
  errorProfile: isOneOf(['rfc6750', 'gateway']),
  mode: isOneOf(['enforce', 'report']),
  onDecision: isFunction,
}

const isFamilyOnly: Expect = (_value, path) => {
  throw new ConfigurationError(path, 'belongs to the whole family; set it where the parent is made')
}

const familyMembers = Object.fromEntries(
  ['cache', 'clock', ...Object.keys(remoteMembers)].map((name) => [name, isFamilyOnly]),
)

const { issuer: _issuer, ...tenantMembers } = issuerMembers

/** Checks the shape of options: types, ranges, unknown names. What depends on several options is the policy's to check. */
export const checkVerifierOptions = (options: unknown): void => isObject(verifierMembers)(options, '')
export const checkAuthOptions = (options: unknown): void => isObject(authMembers)(options, '')
export const checkOverrides = (overrides: unknown): void =>
  isObject({ ...authMembers, ...familyMembers })(overrides, '')
export const checkTenant = (options: unknown, path: string): void => isObject(tenantMembers)(options, path)
