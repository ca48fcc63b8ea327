import { sign } from 'node:crypto'
import type { Attack } from '../attack.js'
import { advisories, forged, hmac, pem } from '../forge.js'
import {
  claims,
  ec,
  headerOf,
  ISSUER,
  MIXED_ISSUER,
  mallory,
  mint,
  rsaPublic,
  SECRET_ISSUER,
  type Sealer,
  seal,
  unlabelledPrivate,
  unlabelledPublic,
} from '../keys.js'

const mixed = { iss: MIXED_ISSUER }
const unlabelled = (alg: string, hash: string): Sealer => ({
  alg,
  kid: 'unlabelled',
  sign: (input) => sign(hash, Buffer.from(input), unlabelledPrivate),
})

const time = (name: string, text: string): string =>
  seal(headerOf(ec), `{"${name}":${text},${JSON.stringify(claims({ [name]: undefined })).slice(1)}`)

/** The advisories of middleware for Node, and of the libraries behind it, each as it would be tried here. */
export const MIDDLEWARE_ADVISORIES: readonly Attack[] = advisories([
  [
    'express-jwt',
    'CVE-2020-15084',
    'an algorithm that no option names',
    'algorithm_refused',
    () => forged('rsa', hmac(pem(rsaPublic), 'HS384', 'sha384')),
  ],
  [
    'fast-jwt',
    'CVE-2023-48223',
    'HS256 with the RSA public key in PKCS#1',
    'algorithm_refused',
    () => forged('rsa', hmac(pem(rsaPublic, 'pkcs1')), mixed),
    '/mixed',
  ],
  [
    'fast-jwt',
    'CVE-2025-30144',
    'a list of issuers with ours in it',
    'issuer_refused',
    () => mint({ iss: ['https://evil.test', ISSUER] }),
  ],
  [
    'fast-jwt',
    'CVE-2026-34950',
    'HS256 with the public key behind white space',
    'algorithm_refused',
    () => forged('rsa', hmac(`\n${pem(rsaPublic)}`), mixed),
    '/mixed',
  ],
  [
    'fast-jwt',
    'CVE-2026-35042',
    'an unknown critical extension',
    'header_refused',
    () => mint({}, { crit: ['x-custom-policy'], 'x-custom-policy': 'require-mfa' }),
  ],
  [
    'fast-jwt',
    'CVE-2026-35041',
    'an audience that takes a pattern for ever',
    'audience_refused',
    () => mint({ aud: `${'a'.repeat(9000)}!` }),
  ],
  [
    'fast-jwt',
    'CVE-2026-44351',
    'the HMAC of an empty key under an unknown kid',
    'key_not_found',
    () => seal({ alg: 'HS256', kid: 'gone' }, claims({ iss: SECRET_ISSUER }), hmac('')),
    '/secret',
  ],
  [
    'fast-jwt',
    'CVE-2026-44351',
    'the HMAC of an empty key among public keys',
    'algorithm_refused',
    () => forged('gone', hmac('')),
  ],
  [
    'hono',
    'CVE-2025-62610',
    'a token for another service of the issuer',
    'audience_refused',
    () => mint({ aud: 'https://other.test' }),
  ],
  [
    'hono',
    'CVE-2026-22817',
    'HS256 because nothing else was said',
    'algorithm_refused',
    () => forged('unlabelled', hmac(pem(unlabelledPublic))),
  ],
  [
    'hono',
    'CVE-2026-22818',
    'HS256 by a JWK without alg',
    'algorithm_refused',
    () => forged('unlabelled', hmac(JSON.stringify(unlabelledPublic.export({ format: 'jwk' })))),
  ],
  [
    'hono',
    'CVE-2026-22818',
    'RS512 by a JWK without alg',
    'algorithm_refused',
    () => forged('unlabelled', unlabelled('RS512', 'sha512')),
  ],
  ['hono', 'CVE-2026-44459', 'exp zero', 'token_expired', () => time('exp', '0')],
  ['hono', 'CVE-2026-44459', 'exp beyond every number', 'claim_refused', () => time('exp', '1e400')],
  ['hono', 'CVE-2026-44459', 'nbf as text', 'claim_refused', () => time('nbf', '"later"')],
  ['hono', 'CVE-2026-44459', 'iat as a list', 'claim_refused', () => time('iat', '[]')],
  [
    'passport-azure-ad',
    'CVE-2016-7191',
    'an issuer that nobody compared',
    'issuer_refused',
    () => mint({ iss: 'https://sts.evil.test' }),
  ],
  [
    'passport-sharepoint',
    'CVE-2019-13483',
    'a signature that nobody checked',
    'signature_invalid',
    () => seal(headerOf(ec), claims({ admin: true }), mallory),
  ],
])
