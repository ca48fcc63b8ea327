import { expect, it } from 'vitest'
import { parseToken } from '../stages/parse-token.js'
import { encodeToken } from '../testing.js'
import type { UnverifiedToken } from '../token.js'
import { readClaims } from './read-claims.js'

const tokenOf = (payload: string): UnverifiedToken =>
  parseToken(encodeToken({ alg: 'ES256' }, payload, () => Buffer.alloc(64)))

it('reads the payload once', () => {
  const token = tokenOf('{"iss":"a"}')
  const claims = readClaims(token)
  expect(claims).toEqual({ iss: 'a' })
  expect(readClaims(token)).toBe(claims)
})

it.each(['[]', 'null', '"x"', 'text', '{"a":1,"a":2}'])('refuses the payload %s as malformed', (payload) => {
  const token = tokenOf(payload)
  expect(() => readClaims(token)).toThrow(
    expect.objectContaining({ code: 'token_malformed', detail: { length: token.length } }),
  )
})
