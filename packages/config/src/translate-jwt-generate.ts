import type { EncryptionPlan, GeneratedClaims, JwtGeneratePlan, PlannedKey, SigningPlan } from '@meishi/core'
import type { JwtGenerate } from './jwt-generate.js'

/** Says in meishi's words what a policy says in its own, defaults included. */
export function translateJwtGenerate(policy: JwtGenerate): JwtGeneratePlan {
  const { title = 'jwt-generate', description, jwt } = policy
  const sign = signingOf(policy)
  const encrypt = encryptionOf(policy)
  return {
    title,
    ...(description !== undefined && { description }),
    output: jwt === undefined ? { header: 'authorization' } : { variable: jwt },
    claims: claimsOf(policy),
    ...(sign !== undefined && { sign }),
    ...(encrypt !== undefined && { encrypt }),
  }
}

function claimsOf(policy: JwtGenerate): GeneratedClaims {
  const { 'sub-claim': subject, 'private-claims': others } = policy
  const audience = policy['aud-claim']?.split(',').map((name) => name.trim())
  return {
    tokenId: policy['jti-claim'] ?? false,
    issuer: policy['iss-claim'] ?? 'iss.claim',
    ...(subject !== undefined && { subject }),
    audience: audience ?? [],
    lifetime: policy['exp-claim'] ?? 3600,
    ...(others !== undefined && { private: others }),
  }
}

function signingOf(policy: JwtGenerate): SigningPlan | undefined {
  const algorithm = policy['jws-alg']
  if (algorithm === undefined || algorithm === 'none') return algorithm && { algorithm }
  return { algorithm, key: keyOf(policy['jws-crypto'], policy['jws-jwk']) }
}

function encryptionOf(policy: JwtGenerate): EncryptionPlan | undefined {
  const { 'jwe-alg': algorithm, 'jwe-enc': encryption } = policy
  if (algorithm === undefined || encryption === undefined) return undefined
  return { algorithm, encryption, key: keyOf(policy['jwe-crypto'], policy['jwe-jwk']) }
}

/** Where both are there, the crypto object is used. */
function keyOf(crypto: string | undefined, jwk: string | undefined): PlannedKey {
  return crypto === undefined ? { jwk: jwk as string } : { crypto }
}
