// Are they the same checks? Each contestant is shown tokens that must be refused, and what it lets pass stands in its row.
import { createHmac } from 'node:crypto'
import { encodeToken, forgeToken } from '@meishi/core/testing'

/** By what is wrong with it: a token that nobody should accept. */
function badTokens(prepared) {
  const { issuer, audience, mint } = prepared
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, aud: audience, exp: now + 300 }
  // What signs is what everybody has: of a public key its text, of a secret the secret.
  const hmac = (input) => createHmac('sha512', prepared.pem).update(input).digest()
  return {
    signature: forgeToken(mint(150)),
    issuer: mint(150, { iss: 'https://elsewhere.example.com' }),
    audience: mint(150, { aud: 'https://elsewhere.example.com' }),
    expiry: mint(150, { iat: now - 7200, exp: now - 3600 }),
    algorithm: encodeToken({ alg: 'HS512', kid: 'bench' }, claims, hmac),
    'no issuer': mint(150, { iss: undefined }),
    'no audience': mint(150, { aud: undefined }),
    'no expiry': mint(150, { exp: undefined }),
  }
}

/**
 * What it does not check, for its row.
 *
 * @param accepts - `(token) => Promise<boolean>`
 */
export async function gapsOf(accepts, prepared) {
  if (!(await accepts(prepared.mint(150)))) throw new Error('a good token was refused')
  const bad = Object.entries(badTokens(prepared))
  const gaps = []
  for (const [what, token] of bad) if (await accepts(token)) gaps.push(what)
  return gaps.length === bad.length ? 'anything' : gaps.join(', ')
}

/** Whether a function that throws or rejects accepts. */
export const acceptsBy = (verify) => async (token) => {
  try {
    await verify(token)
    return true
  } catch {
    return false
  }
}
