import {
  type Expect,
  isBoolean,
  isFunction,
  isInteger,
  isList,
  isNumber,
  isObject,
  isText,
} from './expect.js'

/** Every option about fetching and what may stand there. All belong to the whole family. */
export const remoteMembers: Readonly<Record<string, Expect>> = {
  remoteKeys: isObject({
    freshFor: isNumber(60, 86_400),
    staleFor: isNumber(0, 604_800),
    cooldown: isNumber(1, 3600),
    timeout: isNumber(0.1, 60),
    filePoll: isNumber(0.1, 3600),
  }),
  tenants: isObject({
    max: isInteger(1, 100_000),
    allowedFor: isNumber(1, 86_400),
    refusedFor: isNumber(1, 86_400),
    allowPrivateHosts: isList(isText, 0),
  }),
  fetch: isFunction,
  allowInsecureHttp: isBoolean,
}
