import type { Attack } from '../attack.js'
import { advisories, encrypted, forged, hmac, nothing, pem } from '../forge.js'
import { claims, JWKS, MIXED_ISSUER, mallory, mint, rsa, rsaPublic, SECRET_ISSUER, seal } from '../keys.js'

const mixed = { iss: MIXED_ISSUER }

/** The advisories of Node's JWT libraries, each as it would be tried here. What is about signatures' bytes has its own file. */
export const ADVISORIES: readonly Attack[] = advisories([
  [
    'jsonwebtoken',
    'CVE-2015-9235',
    'HS256 with the RSA public key',
    'algorithm_refused',
    () => forged('rsa', hmac(pem(rsaPublic)), mixed),
    '/mixed',
  ],
  [
    'jsonwebtoken',
    'CVE-2022-23529, withdrawn',
    'a key name that is an object with functions',
    'token_malformed',
    () => mint({}, { kid: { toString: '() => process.exit(0)' } }),
  ],
  [
    'jsonwebtoken',
    'CVE-2022-23539',
    'a key of the wrong kind for its algorithm',
    'algorithm_refused',
    () => seal({ alg: 'ES256', kid: 'rsa' }, claims(), rsa),
  ],
  [
    'jsonwebtoken',
    'CVE-2022-23540',
    'no algorithm where none was asked for',
    'algorithm_refused',
    () => forged(undefined, nothing),
  ],
  [
    'jsonwebtoken',
    'CVE-2022-23541',
    'the HMAC of a key that a lookup returned',
    'algorithm_refused',
    () => forged('pss', hmac(JSON.stringify(JWKS.keys[2]))),
  ],
  [
    'jws',
    'CVE-2016-1000223',
    'an algorithm that the token chose',
    'algorithm_refused',
    () => forged('rsa', hmac(pem(rsaPublic), 'HS512', 'sha512')),
  ],
  [
    'jws',
    'CVE-2025-65945',
    'the HMAC of a secret looked up by what the token says',
    'key_not_found',
    () => seal({ alg: 'HS256', kid: 'undefined' }, claims({ iss: SECRET_ISSUER }), hmac('undefined')),
    '/secret',
  ],
  [
    'jwt-simple',
    'CVE-2016-10555',
    'HS256 with the RSA public key, and no kid',
    'signature_invalid',
    () => forged(undefined, hmac(pem(rsaPublic)), mixed),
    '/mixed',
  ],
  [
    'json-web-token',
    'CVE-2023-48238',
    'the algorithm of an unverified header',
    'algorithm_refused',
    () => forged('rsa', hmac(pem(rsaPublic).trim()), mixed),
    '/mixed',
  ],
  [
    'node-jose',
    'CVE-2018-0114',
    'a key inside the token',
    'signature_invalid',
    () => seal({ alg: 'ES256', kid: 'ec', jwk: mallory.jwks.keys[0] }, claims(), mallory),
  ],
  [
    'node-jose',
    'CVE-2017-16007',
    'a point that is not on the curve',
    'decryption_failed',
    () => encrypted({ alg: 'ECDH-ES', enc: 'A256GCM', epk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }),
  ],
  [
    'jose',
    'CVE-2021-29443',
    'a padding that tells what is inside',
    'decryption_failed',
    () => encrypted({ alg: 'dir', enc: 'A128CBC-HS256' }),
  ],
  [
    'jose',
    'CVE-2022-36083',
    'a password to be hashed for ever',
    'decryption_failed',
    () => encrypted({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2_147_483_647, p2s: 'AAAA' }),
  ],
  [
    'jose',
    'CVE-2024-28176',
    'a text that grows when it is unpacked',
    'decryption_failed',
    () => encrypted({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }),
  ],
  [
    'njwt',
    'CVE-2024-34273',
    '__proto__ in the header',
    'passed',
    () => seal('{"__proto__":{"admin":1},"alg":"ES256","kid":"ec"}'),
  ],
])
