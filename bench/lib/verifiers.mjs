// Who verifies, each with the same checks: issuer, audience, expiry, algorithm. What one cannot do stands in its note.
import { createVerifier } from '@meishi/core'
import { JwtVerifier } from 'aws-jwt-verify'
import { createVerifier as createFastJwt } from 'fast-jwt'
import { jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { createBareVerifier, createRawCheck } from './bare.mjs'

/** By name: a function of the prepared key that returns the function to measure. `only`: the algorithms it has. */
export const VERIFIERS = {
  raw: { create: createRawCheck, note: 'the signature alone' },
  bare: { create: createBareVerifier, note: 'no strictness' },
  meishi: {
    create: ({ alg, issuer, audience, keys }) =>
      createVerifier({ issuer, audience, algorithms: [alg], keys, cache: false }).verify,
  },
  'fast-jwt': { create: (prepared) => createFastJwt(fastOptions(prepared)) },
  jose: {
    create({ alg, key, issuer, audience }) {
      const options = { issuer, audience, algorithms: [alg] }
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

/** Verifiers that remember tokens. */
export const CACHED_VERIFIERS = {
  meishi: {
    create: ({ alg, issuer, audience, keys }) =>
      createVerifier({ issuer, audience, algorithms: [alg], keys }).verify,
  },
  'fast-jwt': { create: (prepared) => createFastJwt({ ...fastOptions(prepared), cache: 100_000 }) },
}

const fastOptions = ({ alg, pem, issuer, audience }) => ({
  key: pem,
  algorithms: [alg],
  allowedIss: issuer,
  allowedAud: audience,
  cache: false,
})
