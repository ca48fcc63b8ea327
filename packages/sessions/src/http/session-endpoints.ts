import type { EndRequest, SessionRules } from '../rules/create-rules.js'
import { SessionError } from '../session-error.js'
import { answerNothing } from './answers.js'
import { bearerToken } from './bearer-token.js'
import type { Endpoint } from './create-handler.js'
import type { RefreshCarrier } from './refresh-carrier.js'

/** `POST /refresh`. An access token that comes with it is not looked at: it may have expired. */
export function refreshEndpoint(rules: SessionRules, carrier: RefreshCarrier): Endpoint {
  return async (request, remoteAddress) => {
    const carried = await carrier.read(request)
    const tokens = await rules.refresh({ ...carried, ...(remoteAddress && { remoteAddress }) })
    return carrier.answer(tokens, carried)
  }
}

/** `POST /logout` and `POST /revoke`: for the bearer of an access token, or for a refresh token where one is found. */
export function endEndpoint(
  end: (request: EndRequest) => Promise<void>,
  findRefreshToken: RefreshCarrier['find'],
  clear: readonly string[],
): Endpoint {
  return async (request, remoteAddress) => {
    const address = remoteAddress === undefined ? {} : { remoteAddress }
    const accessToken = bearerToken(request)
    if (accessToken !== undefined) await end({ accessToken, ...address })
    else {
      const refreshToken = await findRefreshToken(request)
      if (refreshToken === undefined) throw new SessionError('token_missing')
      await end({ refreshToken, ...address })
    }
    return answerNothing(clear)
  }
}
