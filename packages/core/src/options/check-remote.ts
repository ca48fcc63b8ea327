import { type Expect, isBoolean, isFunction, isNumber, isObject } from './expect.js'

/** Every option about fetching and what may stand there. All belong to the whole family. */
export const remoteMembers: Readonly<Record<string, Expect>> = {
  remoteKeys: isObject({
    freshFor: isNumber(60, 86_400),
    staleFor: isNumber(0, 604_800),
    cooldown: isNumber(1, 3600),
    timeout: isNumber(0.1, 60),
    filePoll: isNumber(0.1, 3600),
  }),
  fetch: isFunction,
  allowInsecureHttp: isBoolean,
}
