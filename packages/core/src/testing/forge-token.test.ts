import { expect, test } from 'vitest'
import { basic, mint } from '../../test-support/authentication.js'
import { createVerifier } from '../create-verifier.js'
import { forgeToken } from './forge-token.js'

const { verify } = createVerifier(basic)

test.each([
  [undefined, 'signature_invalid'],
  ['signature', 'signature_invalid'],
  ['payload', 'signature_invalid'],
  ['none', 'algorithm_refused'],
] as const)('a good token forged by %s is refused: %s', async (how, code) => {
  const token = mint()
  await expect(verify(token)).resolves.toBeDefined()
  await expect(verify(forgeToken(token, how))).rejects.toMatchObject({ code })
})

test('the forged signature always differs, whatever it starts with', () => {
  expect(forgeToken(mintedWith('AAAA'))).toBe(mintedWith('BAAA'))
  expect(forgeToken(mintedWith('zzzz'))).toBe(mintedWith('Azzz'))
})

test('the forged payload is of another subject under the same signature', () => {
  const token = mint()
  const [header, payload = '', signature] = forgeToken(token, 'payload').split('.')
  expect([header, signature]).toEqual([token.split('.')[0], token.split('.')[2]])
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
    iss: basic.issuer,
    sub: 'forged',
  })
})

function mintedWith(signature: string): string {
  return `e30.e30.${signature}`
}
