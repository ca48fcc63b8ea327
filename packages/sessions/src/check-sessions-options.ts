import { ConfigurationError } from '@meishi/core'
import {
  type Expect,
  hasMethods,
  isFunction,
  isInteger,
  isList,
  isObject,
  isOneOf,
  isText,
  satisfies,
} from '@meishi/core/adapter'
import type { CreateSessionsOptions } from './sessions-options.js'

const isNumber = (least: number, most: number): Expect =>
  satisfies(`a number from ${least} to ${most}`, (value) => {
    return typeof value === 'number' && value >= least && value <= most
  })
const isOrNull =
  (expect: Expect): Expect =>
  (value, path) => {
    if (value !== null) expect(value, path)
  }
const isLifetime = isInteger(2, 31_622_400)
const isPath = satisfies('a path such as /login, of letters, digits and -._~', (value) => {
  return typeof value === 'string' && /^(?:\/[\w.~-]+)+$/.test(value) && !/\/\.{1,2}(?:\/|$)/.test(value)
})
const isCookieName = satisfies('a name of letters, digits and -._', (value) => {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)
})
const isOrigin = satisfies('an origin such as https://app.example.com', (value) => {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value
})
/** What is short enough for a claim that many tokens carry. */
const isName = satisfies('1 to 512 visible ASCII characters', (value) => {
  return typeof value === 'string' && /^[\x21-\x7e]{1,512}$/.test(value)
})
const isPrefix = satisfies('1 to 128 characters without spaces and braces', (value) => {
  return typeof value === 'string' && /^[^\s{}\p{C}]{1,128}$/u.test(value)
})
const isClient = satisfies(
  'a client of ioredis or redis',
  (value) => typeof value === 'object' && value !== null,
)
const isCount = isInteger(1, 1_000_000)
const cookieMembers = { name: isCookieName, origins: isList(isOrigin, 0) }

const isIssuer: Expect = (value, path) => {
  hasMethods('issue', 'jwks')(value, path)
  isText(Reflect.get(value as object, 'issuer'), `${path}.issuer`)
}

const checkShape = isObject(
  {
    issuer: isIssuer,
    store: hasMethods('open', 'get', 'rotate', 'end', 'endGroup', 'endSubject', 'list'),
    revocation: hasMethods('isRevoked', 'revoke'),
    authenticate: isFunction,
    app: isName,
    accessLifetime: isInteger(1, 86_400),
    refreshLifetime: isLifetime,
    sessionLifetime: isLifetime,
    refreshGrace: isNumber(0, 60),
    refreshAudience: isName,
    accessTokenType: isOneOf(['JWT', 'at+jwt']),
    endpoints: isObject({ login: isPath, refresh: isPath, logout: isPath, revoke: isPath }),
    cookie: isOrNull(isObject(cookieMembers)),
    singleSignOn: isOrNull(isObject({ ...cookieMembers, resume: isFunction }, ['resume'])),
    clientBinding: isFunction,
    loginLimits: isObject({
      perAddress: isCount,
      perUserAndAddress: isCount,
      perUserBeforeSlow: isCount,
      window: isInteger(1, 86_400),
      maxCounted: isCount,
      redis: isClient,
      prefix: isPrefix,
    }),
    minimumLoginTime: isNumber(0, 10),
    maxSessionsPerSubject: isInteger(1, 1000),
    storeTimeout: isNumber(0.001, 60),
    onEvent: isFunction,
    clock: isFunction,
  },
  ['issuer', 'store', 'revocation', 'authenticate', 'app'],
)

/** @throws ConfigurationError naming the option and the rule */
export function checkSessionsOptions(options: CreateSessionsOptions): void {
  checkShape(options, '')
  const { cookie, clientBinding, loginLimits } = options
  if (cookie && clientBinding !== undefined)
    throw new ConfigurationError('clientBinding', 'the cookie has a key of its own: leave one of them out')
  if (loginLimits?.prefix !== undefined && loginLimits.redis === undefined)
    throw new ConfigurationError('loginLimits.prefix', 'is about keys on Redis, and there is no `redis`')
}
