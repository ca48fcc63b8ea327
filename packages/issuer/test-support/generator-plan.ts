import { generateKeyPairSync } from 'node:crypto'
import type { JwtGeneratePlan, JwtGenerator, RuntimeVariables } from '@meishi/core'
import { JwtGenerateError } from '@meishi/core'

export const secret = Buffer.alloc(32, 7)
export const wrapping = Buffer.alloc(16, 9)
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const pem = {
  private: rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  public: rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string,
}

export const sign = { algorithm: 'HS256', key: { crypto: 'signing' } } as const
export const encrypt = {
  algorithm: 'A128KW',
  encryption: 'A128CBC-HS256',
  key: { crypto: 'wrapping' },
} as const

/** The shortest plan, and what is laid over it. */
export function planOf(
  parts: Omit<Partial<JwtGeneratePlan>, 'claims'> & {
    readonly claims?: Partial<JwtGeneratePlan['claims']>
  } = {},
): JwtGeneratePlan {
  const { claims, ...rest } = parts
  return {
    title: 'jwt-generate',
    output: { header: 'authorization' },
    claims: { tokenId: false, issuer: 'iss.claim', audience: [], lifetime: 3600, ...claims },
    ...(rest.encrypt === undefined && { sign }),
    ...rest,
  }
}

export const registry = { signing: { secret }, wrapping: { secret: wrapping } }
export const issuer = { 'iss.claim': 'https://gateway.example' }

/** What a generator that must fail leaves behind. */
export async function failureOf(
  generator: JwtGenerator,
  variables: RuntimeVariables,
): Promise<{ error: JwtGenerateError; message: unknown }> {
  try {
    await generator.generate(variables)
  } catch (error) {
    if (error instanceof JwtGenerateError) return { error, message: variables['jwt-generate.error-message'] }
    throw error
  }
  throw new Error('a token was made')
}
