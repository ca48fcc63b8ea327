import { encodeToken } from './mint-token.js'

/** Ways to break a good token. */
export type Forgery = 'signature' | 'payload' | 'none'

/**
 * Breaks a good token: another signature, another subject under the same signature, or no signature (`alg: none`).
 *
 * @example expect((await get('/me', forgeToken(token, 'payload'))).status).toBe(401)
 */
export function forgeToken(token: string, how: Forgery = 'signature'): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  switch (how) {
    case 'signature':
      return `${header}.${payload}.${flipFirst(signature)}`
    case 'payload':
      return `${header}.${Buffer.from(JSON.stringify({ ...claims, sub: 'forged' })).toString('base64url')}.${signature}`
    case 'none':
      return encodeToken({ alg: 'none' }, claims, () => new Uint8Array())
  }
}

function flipFirst(signature: string): string {
  return (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
}
