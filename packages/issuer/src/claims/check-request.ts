import { KeyObject } from 'node:crypto'
import { ConfigurationError } from '@meishi/core'
import { type Expect, isInteger, isObject, isOneOrList, isText, satisfies } from '@meishi/core/adapter'

/** The longest lifetime: 366 days. */
const MOST_LIFETIME = 31_622_400

export const isLifetime = isInteger(1, MOST_LIFETIME)

/** One name, a list of names, or an explicit none. */
export const isAudience: Expect = (value, path) => {
  if (value !== null) isOneOrList(isText)(value, path)
}

const isType = satisfies('a media type such as at+jwt (RFC 7515, section 4.1.9)', (value) => {
  return typeof value === 'string' && /^([\w!#$&^.+-]+\/)?[\w!#$&^.+-]{1,127}$/.test(value)
})

const isEncrypter = satisfies('what createTokenEncrypter gave', (value) => {
  return typeof value === 'object' && value !== null && 'key' in value && value.key instanceof KeyObject
})

/** Claims are judged one by one, with better words than "unknown option". */
const isClaims = satisfies('an object', (value) => {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
})

const checkShape = isObject({
  subject: isText,
  audience: isAudience,
  lifetime: isLifetime,
  notBefore: isInteger(0, Number.MAX_SAFE_INTEGER),
  claims: isClaims,
  type: isType,
  encrypt: isEncrypter,
})

/** @throws ConfigurationError naming the member and the rule */
export function checkRequest(request: unknown, path: string): void {
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    throw new ConfigurationError(path, 'expected an object that says what to issue')
  checkShape(request, path)
}
