// Who verifies, each told to do the same checks: issuer, audience, expiry, algorithm, and that the first three are there.
// Keys are prepared wherever one takes a prepared key. What one cannot check is found out by `gaps.mjs`.
import { createVerifier } from '@meishi/core'
import { JwtVerifier } from 'aws-jwt-verify'
import { createVerifier as createFastJwt } from 'fast-jwt'
import { jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { createBareMap, createBareVerifier, createHeaderReader, createRawCheck } from './bare.mjs'

const createMeishi =
  (more) =>
  ({ alg, issuer, audience, keys }) =>
    createVerifier({ issuer, audience, algorithms: [alg], keys, ...more }).verify

const createFast = (more) => (prepared) => createFastJwt({ ...fastOptions(prepared), ...more })

/** By name: a function of the prepared key that returns the function to measure. `only`: the algorithms it has. */
export const VERIFIERS = {
  'raw signature check': { create: createRawCheck },
  bare: { create: createBareVerifier },
  'bare, header read': { create: createHeaderReader },
  meishi: { create: createMeishi({ cache: false }) },
  'meishi, filling its cache': { create: createMeishi({}), remembers: true },
  'fast-jwt': { create: createFast({ cache: false }) },
  jose: {
    create({ alg, key, issuer, audience }) {
      const options = { issuer, audience, algorithms: [alg], requiredClaims: ['exp'] }
      return (token) => jwtVerify(token, key, options)
    },
  },
  jsonwebtoken: {
    only: ['RS256', 'ES256', 'HS256'],
    create({ alg, key, issuer, audience }) {
      const options = { issuer, audience, algorithms: [alg] }
      return (token) => jsonwebtoken.verify(token, key, options)
    },
  },
  'aws-jwt-verify': {
    only: ['RS256', 'ES256', 'EdDSA'],
    create({ issuer, audience, jwks }) {
      const verifier = JwtVerifier.create({ issuer, audience, jwksUri: 'https://auth.example.com/jwks' })
      verifier.cacheJwks(jwks)
      return (token) => verifier.verifySync(token)
    },
  },
}

/** Verifiers that remember tokens. No other one of {@link VERIFIERS} does. */
export const CACHED_VERIFIERS = {
  'nothing at all': { create: () => () => undefined },
  'a bare Map': { create: createBareMap },
  meishi: { create: createMeishi({}) },
  'fast-jwt': { create: createFast({ cache: 100_000 }) },
  'fast-jwt, not hashing': { create: createFast({ cache: 100_000, cacheKeyBuilder: (token) => token }) },
}

const fastOptions = ({ alg, pem, issuer, audience }) => ({
  key: pem,
  algorithms: [alg],
  allowedIss: issuer,
  allowedAud: audience,
  requiredClaims: ['iss', 'aud', 'exp'],
})
