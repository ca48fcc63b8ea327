import type { AuthOptions } from '@meishi/core'
import type { CaseRequest } from './refusal-case.js'

/** A place to which the token of a row is moved from its `Authorization: Bearer` line. */
export interface TokenPlace {
  readonly name: string
  readonly face: Pick<AuthOptions, 'token' | 'csrf'>
  /** The request with the token here. `undefined`: it has no room for one. */
  readonly move: (request: CaseRequest, token: string) => CaseRequest | undefined
  /** What meishi says of a success. */
  readonly success: Readonly<Record<string, string>>
}

const PRIVATE = { 'Cache-Control': 'private' }

const withLine = (request: CaseRequest, line: string): CaseRequest => ({
  ...request,
  headers: [...(request.headers ?? []), line],
})

const AUTHORIZATION: TokenPlace = {
  name: 'in Authorization',
  face: {},
  move: (request, token) => withLine(request, `Authorization: Bearer ${token}`),
  success: {},
}

export const TOKEN_PLACES: readonly TokenPlace[] = [
  AUTHORIZATION,
  {
    name: 'in a header of its own',
    face: { token: { header: 'X-Jwt' } },
    move: (request, token) => withLine(request, `X-Jwt: ${token}`),
    success: { ...PRIVATE, Vary: 'x-jwt' },
  },
  {
    name: 'in the query',
    face: { token: { query: 'jwt' } },
    move: ({ target = '/target', ...request }, token) => ({
      ...request,
      target: `${target}${target.includes('?') ? '&' : '?'}jwt=${encodeURIComponent(token)}`,
    }),
    success: PRIVATE,
  },
  {
    name: 'in a cookie',
    // What a page of another site may do has rows of its own.
    face: { token: { cookie: 'jwt' }, csrf: null },
    move: (request, token) => withLine(request, `Cookie: jwt=${token}`),
    success: { ...PRIVATE, Vary: 'cookie' },
  },
  {
    name: 'in a form',
    face: { token: { form: 'jwt' } },
    move: (request, token) =>
      request.body !== undefined
        ? undefined
        : {
            ...withLine(request, 'Content-Type: application/x-www-form-urlencoded'),
            method: 'POST',
            body: `jwt=${encodeURIComponent(token)}`,
          },
    success: PRIVATE,
  },
]
